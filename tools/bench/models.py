from django.db import models


class Message(models.Model):
    """The one row that the bare form stores."""

    name = models.CharField(max_length=200)
    email = models.EmailField()
    message = models.TextField()
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        app_label = "bench"

    def __str__(self) -> str:
        return f"Message {self.pk}"
