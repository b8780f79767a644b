"""`{% paragraphs %} … {% endparagraphs %}`: what stands within has its "§ 34/2020" as links, for who may open them."""

from django import template
from django.template.base import Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString

from distrikt.markup import link_references

register = template.Library()


class ParagraphsNode(template.Node):
    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        html, viewer = self.nodelist.render(context), context.get("viewer")
        return link_references(html, viewer) if viewer else html


@register.tag
def paragraphs(parser: Parser, token: Token) -> ParagraphsNode:
    nodelist = parser.parse(("endparagraphs",))
    parser.delete_first_token()
    return ParagraphsNode(nodelist)
