"""The app's own migrations, and one more that comes after them all."""

from traffar.styrelse import migrations

__path__ = [*__path__, *migrations.__path__]
