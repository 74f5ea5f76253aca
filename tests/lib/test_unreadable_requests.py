"""A request that cannot be parsed gets our page with 400, never a bare 500."""

from io import BytesIO

from django.test import RequestFactory

from contactatonce.lib.requests import Handler
from tests.base import SiteTestCase

UNREADABLE = (
    "multipart/form-data; boundary*=xx''%",
    "multipart/form-data; boundary*=%00''x",
    "multipart/form-data; charset*0; charset*",
    "text/plain; charset=\0",
    "application/x-www-form-urlencoded; charset*=base99''utf-8",
)
PATH = "/privacy/requests/"
CODECS = ("base64", "rot13", "idna", "hex", "undefined", "punycode", "utf-16", "zlib")
FORM = b'--x\r\nContent-Disposition: form-data; name="q"\r\n\r\n\xff=+\r\n--x--\r\n'


class UnreadableRequestTestCase(SiteTestCase):
    def setUp(self):
        super().setUp()
        self.handler = Handler()
        self.handler.load_middleware()

    def answer(self, content_type, method):
        """Return status and body; the handler is not called whole, as that closes connections."""
        environ = RequestFactory().get(PATH, HTTP_HOST=self.host).environ
        environ |= {"REQUEST_METHOD": method, "CONTENT_TYPE": content_type}
        environ |= {"CONTENT_LENGTH": str(len(FORM)), "wsgi.input": BytesIO(FORM)}
        response = self.handler.get_response(self.handler.request_class(environ))
        return response.status_code, response.content.decode()

    def test_unreadable_content_type_gets_the_400_page(self):
        for content_type in UNREADABLE:
            for method in ("GET", "POST"):
                with self.subTest(content_type=content_type, method=method):
                    status, body = self.answer(content_type, method)
                    assert status == 400
                    assert "<h1" in body

    def test_codec_that_is_no_charset_is_no_server_error(self):
        for kind in ("multipart/form-data; boundary=x", "application/x-www-form-urlencoded"):
            for codec in CODECS:
                with self.subTest(kind=kind, codec=codec):
                    self.client.raise_request_exception = False
                    answer = self.client.generic("POST", PATH, FORM, f"{kind}; charset={codec}")
                    assert answer.status_code < 500
