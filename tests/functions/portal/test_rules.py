from functions.portal.rules import api_page

OPERATION = {
    "operationId": "open_paper",
    "tags": ["vault"],
    "summary": "Open <b>one</b> paper.",
    "description": "It is recorded & told.",
    "parameters": [{"name": "version", "in": "query", "required": False, "schema": {"type": "integer"}}],
    "requestBody": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Paper"}}}},
    "responses": {"200": {"description": "Kết quả"}},
    "security": [{"token": []}],
    "x-roles": ["officer"],
}
DOCUMENT = {
    "info": {"title": "Kho <i>", "version": "1.2.3", "description": "Giấy tờ"},
    "paths": {"/papers/{id}": {"get": OPERATION}},
    "components": {
        "schemas": {
            "Paper": {
                "description": "A <script>alert(1)</script>",
                "required": ["kind"],
                "properties": {"kind": {"enum": ["a"], "type": "string"}, "pages": {"anyOf": [{"type": "integer"}]}},
            }
        }
    },
}


def page(**changes):
    return api_page({**DOCUMENT, **changes}, style="site/x/api.css")


def test_every_operation_stands_in_its_room():
    assert '<h2 id="vault">vault</h2><article id="open_paper">' in page()


def test_everything_of_the_document_is_escaped():
    assert "<script>" not in page()
    assert "Open &lt;b&gt;one&lt;/b&gt; paper." in page()
    assert "Kho &lt;i&gt;" in page()


def test_who_may_ask_is_said():
    assert "cần đăng nhập" in page()
    assert "vai trò officer" in page()


def test_a_model_is_a_link_to_where_it_is_spelled_out():
    assert '<a href="#schema-Paper">Paper</a>' in page()
    assert '<article id="schema-Paper">' in page()


def test_what_is_required_is_marked():
    assert "<code>kind</code><td>string<td>bắt buộc" in page()
    assert "<code>pages</code><td>integer<td>" in page()
