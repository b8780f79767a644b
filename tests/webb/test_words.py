"""What the filters of the templates make of words."""

from django.template import Context, Template


def test_parts_stand_each_for_itself_and_what_is_typed_stays_words():
    page = Template("{{ text|parts }}").render(Context({"text": "lör 19 sep kl. 11 · <b>Navet</b> · Sundsvall"}))
    assert page == "<span>lör 19 sep kl. 11</span> <span>&lt;b&gt;Navet&lt;/b&gt;</span> <span>Sundsvall</span>"
    assert Template("{{ text|parts }}").render(Context({"text": ""})) == ""
