"""`docs/ordlista.md` and the code say the same words."""

import re
from pathlib import Path

from django.apps import apps

from tests.consistency.house import OUR_APPS, ROOT


def glossary() -> dict[str, str]:
    """{class name: Swedish word} from the table of models."""
    text = Path(ROOT / "docs/ordlista.md").read_text(encoding="utf-8")
    return dict(re.findall(r"^\| `([A-Z]\w+)` \| ([^|]+?) \|", text, re.MULTILINE))


def test_every_model_stands_in_the_glossary_under_its_own_word():
    words = {
        model.__name__: str(model._meta.verbose_name)
        for label in OUR_APPS
        for model in apps.get_app_config(label).get_models()
    }
    assert glossary() == words
