from contactatonce.lib.email_addresses import EmailAddressField
from contactatonce.lib.public_forms import PublicForm


class SubscribeForm(PublicForm):
    """Subscribe to new posts by e-mail."""

    noun = "subscription"
    rate = "SUBSCRIBE_RATE"
    form_scope = "blog:subscribe"

    email = EmailAddressField(
        error_messages={"required": "Write the e-mail address for new posts."}
    )
