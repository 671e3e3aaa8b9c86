"""Small contents of the types that people send, and of some that they should not."""

PNG = b"\x89PNG\r\n\x1a\n" + b"\0\0\0\rIHDR" + bytes(40)
JPEG = b"\xff\xd8\xff\xe0\0\x10JFIF\0\x01" + bytes(60)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n%%EOF\n"
PROGRAM = b"MZ\x90\0\3\0\0\0\4\0\0\0\xff\xff" + bytes(300)
PAGE = b"<html><body><script>alert(1)</script></body></html>"
EML = b"From: a@example.org\r\nTo: b@example.org\r\nSubject: Hello\r\n\r\nHello.\r\n"
