"""GOV.UK Frontend's form components for WTForms fields.

A field becomes the parameters of a component, for rare ones by govuk-frontend-wtf; here they are
drawn by the flat macros of `portal/parts/fields.html`, because the components' own nested macros
take 0.8 ms for one set of radios and their widgets run the host's context processors for every
field.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, TypeVar

from flask import current_app
from govuk_frontend_wtf.wtforms_widgets import GovFileInput, GovPasswordInput, GovSelect
from markupsafe import Markup
from wtforms import BooleanField, Field, SelectField, StringField

from portal.web.parts.checks import offered
from portal.web.parts.moments import DayField, MomentField

AnyField = TypeVar("AnyField", bound=Field)
Params = dict[str, Any]
"""Parameters of a component, as GOV.UK Frontend documents them."""


class Shown(dict[str, Any]):
    """Parameters as macros read them: `p.hint` is None where there is no hint."""

    __getattr__ = dict.get


@dataclass(frozen=True)
class Look:
    """How a field is shown, apart from what it asks."""

    heading: bool = False
    """The question is the page's heading."""
    classes: str = ""
    rows: int = 5
    most: int = 0
    """Count the characters left, with JavaScript; 0 for no count."""
    hints: Mapping[str, str] = field(default_factory=dict)
    """Choice's value → hint below it."""
    divider_before: str = ""
    """The value of the choice set off by 'or'."""
    alone: str = ""
    """The value of the checkbox that excludes all others."""
    extra: Mapping[str, str] = field(default_factory=dict)
    """More attributes of the input: autocomplete, accept, inputmode …"""


class Drawn:
    """Mixed into a widget: draws by `macro` what the widget has mapped to parameters."""

    macro: ClassVar[str]

    def __init__(self, look: Look | None = None) -> None:
        super().__init__()
        self.look = look or Look()

    def render(self, params: Params) -> Markup:
        """Draw the component; a host may override the template."""
        shown = Shown(params, look=self.look)
        template = current_app.jinja_env.get_template("portal/parts/fields.html")
        return Markup(getattr(template.module, self.macro)(shown))  # noqa: S704 (autoescaped)


class Password(Drawn, GovPasswordInput):
    """A password, never shown again."""

    macro = "password"


class Files(Drawn, GovFileInput):
    """One or several files."""

    macro = "files"

    def __init__(self, look: Look | None = None, *, multiple: bool = False) -> None:
        super().__init__(look)
        self.multiple = multiple


class Select(Drawn, GovSelect):
    """A drop-down list, for long lists only."""

    macro = "select"


class _Own(Drawn, Generic[AnyField]):
    """Takes its parameters from the field itself."""

    def __call__(self, field: AnyField, **kwargs: Any) -> Markup:
        return self.render(
            {
                "id": field.id,
                "name": field.name,
                "label": {"text": field.label.text},
                "hint": {"text": field.description} if field.description else None,
                "errorMessage": {"text": field.errors[0]} if field.errors else None,
                **self.inputs(field),
                **kwargs,
            }
        )

    def inputs(self, field: AnyField) -> Params:
        """What this kind adds."""
        raise NotImplementedError


class TextInput(_Own[StringField]):
    """One line; `input_type` is 'text', 'email' or 'tel'."""

    macro = "text"

    def __init__(self, look: Look | None = None, input_type: str = "text") -> None:
        super().__init__(look)
        self.input_type = input_type

    def inputs(self, field: StringField) -> Params:
        """What has been typed."""
        return {"type": self.input_type, "value": field.data or ""}


class TextArea(_Own[StringField]):
    """Several lines, with a count of what is left where `Look.most` is set."""

    macro = "long_text"

    def inputs(self, field: StringField) -> Params:
        """What has been typed."""
        return {"value": field.data or ""}


class Choices(_Own[SelectField]):
    """Radios or checkboxes. `reveal={'other': form.other}` shows a field below that choice."""

    macro = "choices"

    def __init__(self, look: Look | None = None, *, several: bool = False) -> None:
        super().__init__(look)
        self.kind = "checkboxes" if several else "radios"

    def inputs(self, field: SelectField) -> Params:
        """One item for each choice, straight from the field: no field object for each."""
        return {
            "kind": self.kind,
            "items": [(choice.value, choice.label, choice.selected) for choice in offered(field)],
        }


class Tick(_Own[BooleanField]):
    """One checkbox: 'I have checked the list'."""

    macro = "tick"

    def inputs(self, field: BooleanField) -> Params:
        """Whether it is ticked."""
        return {"checked": bool(field.data)}


class DayInput(_Own[DayField]):
    """Day, month, year."""

    macro = "day"

    def inputs(self, field: DayField) -> Params:
        """The three boxes."""
        return {"boxes": field.boxes()}


class MomentInput(_Own[MomentField]):
    """Day, month, year, time, and which of two equal times when the clocks go back."""

    macro = "moment"

    def inputs(self, field: MomentField) -> Params:
        """The boxes, and whether to ask which of the two."""
        return {"boxes": field.boxes(), "came_twice": field.came_twice}
