from collections.abc import Mapping

class NotificationsAPIClient:
    def __init__(self, api_key: str, base_url: str = ..., timeout: int = ...) -> None: ...
    def send_email_notification(
        self,
        email_address: str,
        template_id: str,
        personalisation: Mapping[str, str] | None = ...,
        reference: str | None = ...,
    ) -> Mapping[str, object]: ...
