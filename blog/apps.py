from django.apps import AppConfig


class BlogConfig(AppConfig):
    name = "blog"
    verbose_name = "Blogs"

    def ready(self) -> None:
        from media.tasks import when_rendered

        from .services import render_posts_with

        when_rendered.append(render_posts_with)
