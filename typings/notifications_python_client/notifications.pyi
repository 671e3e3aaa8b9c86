from collections.abc import Mapping
from typing import TypedDict

class Notification(TypedDict):
    id: str
    reference: str | None
    completed_at: str | None

class Notifications(TypedDict):
    notifications: list[Notification]

class NotificationsAPIClient:
    def __init__(self, api_key: str, base_url: str = ..., timeout: int = ...) -> None: ...
    def send_email_notification(
        self,
        email_address: str,
        template_id: str,
        personalisation: Mapping[str, str] | None = ...,
        reference: str | None = ...,
    ) -> Mapping[str, object]: ...
    def get_all_notifications(
        self, status: str | None = ..., template_type: str | None = ..., *, older_than: str | None
    ) -> Notifications: ...
    def get_template(self, template_id: str) -> Mapping[str, object]: ...
