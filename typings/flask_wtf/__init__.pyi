from collections.abc import Mapping
from typing import Any

from flask_wtf.csrf import CSRFProtect as CSRFProtect
from markupsafe import Markup
from wtforms import Form as _Form

class FlaskForm(_Form):
    def __init__(
        self,
        formdata: object = ...,
        *,
        obj: object | None = None,
        prefix: str = "",
        data: Mapping[str, Any] | None = None,
        meta: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None: ...
    def is_submitted(self) -> bool: ...
    def validate_on_submit(self, extra_validators: Mapping[str, Any] | None = None) -> bool: ...
    def hidden_tag(self, *fields: str) -> Markup: ...
