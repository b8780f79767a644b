"""Every model that holds something about people stands in the privacy registry, field by field."""

import pytest
from django.apps import apps
from django.db import models

from distrikt.organisation.models import User
from distrikt.organisation.privacy import label_of, registry

PERSONAL_NAMES = {"first_name", "last_name", "name_of_person", "phone", "contact_phone", "ip", "user_agent", "address"}
# An organisation's address, not a person's.
OFFICIAL = {"official_email"}


def personal_fields(model: type[models.Model]) -> set[str]:
    return {
        field.name
        for field in model._meta.get_fields()
        if isinstance(field, models.Field)
        and field.name not in OFFICIAL
        and (
            field.related_model is User
            or isinstance(field, models.EmailField | models.GenericIPAddressField)
            or field.name in PERSONAL_NAMES
        )
    }


MODELS = [model for model in apps.get_models(include_auto_created=True) if personal_fields(model)]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_personal_field_has_an_entry(model):
    entry = dict(registry).get(model._meta.label)
    assert entry, f"{model._meta.label} holds {personal_fields(model)}: register it in its app's privacy.py"
    covered = {path.split("__")[0] for path in entry.fields}
    assert personal_fields(model) <= covered


def test_every_entry_can_be_copied(cast):
    for _, entry in registry:
        list(entry.model._default_manager.filter(entry.about(cast.member)).values(*entry.fields))


def test_every_field_of_the_copy_has_a_swedish_word():
    english = {"user", "type", "session", "created", "last", "agent", "at", "address", "by"}
    for model, entry in registry:
        for path in entry.fields:
            assert not english & set(label_of(entry, path).split()), f"{model}.{path}: {label_of(entry, path)}"
