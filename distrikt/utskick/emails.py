from distrikt.mail import send_mail

__all__ = ["send_mail"]
