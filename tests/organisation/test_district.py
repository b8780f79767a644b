"""Settings: the district, its logotype, its bodies; and the branches as everybody sees them."""

from io import BytesIO
from uuid import uuid4
from zlib import crc32

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from distrikt.organisation.branch_page import Section, sections
from distrikt.organisation.models import Assignment, Body, Branch, District, User
from distrikt.organisation.roles import Role

SETTINGS = ["/installningar/", "/installningar/logotyp/", "/installningar/organ/", "/installningar/organ/nytt/"]


@pytest.mark.parametrize("address", [*SETTINGS, "/installningar/organ/ange/"])
def test_settings_open_for_chair_secretary_and_administrator_alone(address, log_in):
    for name in ("chair", "secretary", "administrator"):
        assert log_in(name).get(address).status_code == 200
    for name in ("ombudsman", "ange", "member", "stranger"):
        assert log_in(name).get(address).status_code == 403


def test_district_edit_saves_and_a_second_window_sees_both(log_in):
    typed = {"name": "Partiet i Skogslandet", "version": 1}
    assert log_in("chair").post("/installningar/", typed).status_code == 302
    response = log_in("secretary").post("/installningar/", {**typed, "name": "Partiet i Ålandet"})
    assert response.status_code == 409
    name = response.context["differences"][0]
    assert (name.mine, name.theirs) == ("Partiet i Ålandet", "Partiet i Skogslandet")
    assert District.objects.get().name == "Partiet i Skogslandet"


def picture(size=(800, 400), kind="PNG", **options) -> bytes:
    content = BytesIO()
    Image.new("RGB", size, "red").save(content, kind, **options)
    return content.getvalue()


@pytest.fixture
def upload(log_in, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    client = log_in("chair")

    def send(content: bytes, name="logga.png"):
        return client.post("/installningar/logotyp/", {"logotype": SimpleUploadedFile(name, content)})

    return send


def test_logotype_is_drawn_anew_small_and_under_a_random_name(upload, client, tmp_path):
    exif = Image.Exif()
    exif[0x010E] = "hemlig plats"
    upload(picture(kind="JPEG", exif=exif), "min hemliga fil.jpg")
    address = District.objects.get().logotype.url
    response = client.get(address)
    content = b"".join(response.streaming_content)
    assert response["Content-Type"] == "image/png"
    assert Image.open(BytesIO(content)).size == (600, 300)
    assert b"hemlig" not in content
    assert "hemlig" not in address


def test_the_earlier_logotype_is_gone_when_it_is_replaced_or_removed(
    upload, log_in, tmp_path, django_capture_on_commit_callbacks
):
    for _ in range(2):
        with django_capture_on_commit_callbacks(execute=True):
            upload(picture())
    assert len(list((tmp_path / "logotyp").iterdir())) == 1
    with django_capture_on_commit_callbacks(execute=True):
        log_in("chair").post("/installningar/logotyp/", {"remove": "1"})
    assert not list((tmp_path / "logotyp").iterdir())
    assert not District.objects.get().logotype


def test_the_logotypes_address_gives_no_other_file(upload, client, tmp_path):
    upload(picture())
    (tmp_path / "logotyp" / "annat.png").write_bytes(b"annat")
    assert client.get("/media/logotyp/annat.png").status_code == 404
    assert client.get("/media/logotyp/..%2f..%2fsecret_key").status_code == 404


def test_a_logotype_whose_file_is_gone_is_not_found(upload, client, tmp_path):
    upload(picture())
    address = District.objects.get().logotype.url
    for file in (tmp_path / "logotyp").iterdir():
        file.unlink()
    assert client.get(address).status_code == 404


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (SVG, "logga.svg"),
        (SVG, "logga.png"),
        (b"GIF89a", "logga.gif"),
        (b"", "tom.png"),
        (b"ingen bild alls", "text.png"),
        (picture()[:200], "avbruten.png"),
    ],
)
def test_a_file_that_is_no_picture_is_refused_at_its_field(content, name, upload):
    response = upload(content, name)
    assert "logotype" in response.context["form"].errors
    assert not District.objects.get().logotype


def test_a_picture_of_30000_by_30000_pixels_is_refused(upload):
    huge = bytearray(picture((8, 8)))
    huge[16:24] = (30_000).to_bytes(4) * 2
    huge[29:33] = crc32(huge[12:29]).to_bytes(4)
    response = upload(bytes(huge))
    assert "för många bildpunkter" in str(response.context["form"].errors)


def new_body(**changes):
    return {"kind": "branch", "name": "Tallåsen", "municipality": "Tallås", "submission": uuid4(), **changes}


def test_body_create_adds_a_branch_once_however_often_it_is_sent(log_in):
    form = new_body()
    for _ in range(2):
        assert log_in("chair").post("/installningar/organ/nytt/", form).status_code == 302
    branch = Branch.objects.get(body__name="Tallåsen")
    assert (branch.municipality, branch.body.slug) == ("Tallås", "tallasen")


def test_body_create_adds_a_network_that_is_no_branch(log_in):
    log_in("chair").post("/installningar/organ/nytt/", new_body(kind="network", name="Läsnätverket"))
    assert not Branch.objects.filter(body__name="Läsnätverket").exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"name": "Ånge"}, "name"),
        ({"name": "Änge"}, "name"),
        ({"name": "???"}, "name"),
        ({"kind": "board"}, "kind"),
        ({"official_email": "ingen adress"}, "official_email"),
    ],
)
def test_body_create_tells_what_is_wrong_at_its_field(changes, field, log_in):
    response = log_in("chair").post("/installningar/organ/nytt/", new_body(**changes))
    assert field in response.context["form"].errors
    assert Body.objects.filter(kind="branch").count() == 7


def edit(client, body, **changes):
    form = {"name": body.name, "municipality": "Ånge", "is_active": "on", "version": 1, **changes}
    return client.post(f"/installningar/organ/{body.slug}/", {key: value for key, value in form.items() if value})


def test_body_edit_renames_and_keeps_the_address(cast, log_in):
    edit(log_in("chair"), cast.bodies["ange"], name="Ånge-Borgsjö", official_email="ange@ny.example")
    body = Body.objects.get(slug="ange")
    assert (body.name, body.branch.official_email, body.version) == ("Ånge-Borgsjö", "ange@ny.example", 2)


def test_two_people_on_the_same_body_nothing_of_the_second_is_saved(cast, log_in):
    edit(log_in("chair"), cast.bodies["ange"], name="Ånge ett")
    response = edit(log_in("secretary"), cast.bodies["ange"], name="Ånge två", official_email="ange@ny.example")
    assert response.status_code == 409
    assert Branch.objects.get(body__slug="ange").official_email == ""


def test_a_body_with_assignments_in_force_is_not_put_to_rest(cast, log_in):
    response = edit(log_in("chair"), cast.bodies["ange"], is_active="")
    assert "Avsluta dem först" in str(response.context["form"].errors["is_active"])
    Assignment.objects.filter(body=cast.bodies["ange"]).delete()
    edit(log_in("chair"), cast.bodies["ange"], is_active="")
    assert not Body.objects.get(slug="ange").is_active
    assert "Ånge" not in log_in("member").get("/foreningar/").content.decode()


def test_the_board_and_the_district_are_never_put_to_rest(cast, log_in):
    edit(log_in("chair"), cast.bodies["distriktsstyrelsen"], is_active="")
    assert Body.objects.get(slug="distriktsstyrelsen").is_active


def test_branches_are_for_all_who_have_a_role_but_not_for_the_administrator_alone(log_in):
    for address in ("/foreningar/", "/foreningar/ange/"):
        for name in ("chair", "member", "auditor"):
            assert log_in(name).get(address).status_code == 200
        for name in ("administrator", "stranger"):
            assert log_in(name).get(address).status_code == 403


def test_branch_detail_shows_the_contacts_but_never_a_protected_one(cast, log_in):
    assert "Göran Sjödin" in log_in("member").get("/foreningar/ange/").content.decode()
    User.objects.filter(pk=cast.ange.pk).update(is_protected=True)
    for name in ("member", "chair"):
        for address in ("/foreningar/", "/foreningar/ange/"):
            assert "Göran Sjödin" not in log_in(name).get(address).content.decode()


def test_branch_detail_is_there_for_branches_alone(log_in):
    assert log_in("chair").get("/foreningar/distriktsstyrelsen/").status_code == 404


def test_branch_detail_shows_what_other_apps_have_registered(cast, log_in, monkeypatch):
    def probe(body, viewer):
        return Section("organisation/_contact.html", {})

    monkeypatch.setitem(sections._entries, "probe", probe)
    assert Section("organisation/_contact.html", {}) in log_in("member").get("/foreningar/ange/").context["sections"]


def test_branch_list_makes_as_many_queries_for_thirty_as_for_one(cast, log_in, django_assert_max_num_queries):
    client = log_in("member")
    Body.objects.exclude(slug="ange").update(is_active=False)
    with django_assert_max_num_queries(12) as few:
        client.get("/foreningar/")
    for number in range(30):
        body = Body.objects.create(kind="branch", name=f"Förening {number}", slug=f"f-{number}")
        Branch.objects.create(body=body, municipality="Ånge")
        Assignment.objects.create(user=cast.stranger, body=body, role=Role.CONTACT, starts_on="2020-01-01")
    with django_assert_max_num_queries(12) as many:
        client.get("/foreningar/")
    assert len(few) == len(many)


def test_how_long_guests_are_kept_is_set_here_and_not_for_ever(log_in):
    client, page = log_in("chair"), "/installningar/uppgifter/"
    form = {"answers_kept": "7", "contacts_kept": "20", "names_kept": "60", "version": "1"}
    assert "Högst ett år" in client.post(page, {**form, "names_kept": "400"}).content.decode()
    assert client.post(page, form).status_code == 302
    kept = District.objects.values_list("answers_kept", "contacts_kept", "names_kept").get()
    assert kept == (7, 20, 60)
    assert client.post(page, {**form, "answers_kept": "8"}).status_code == 409
