"""The Common Transfer File: its pupils and contacts, and what is refused unread."""

from __future__ import annotations

import tracemalloc
from datetime import date

import pytest

from portal.notices.people_list import ImportedContact, all_affected, census_languages, read_people
from portal.rules.telling.addressees import barred_because
from portal.rules.telling.languages import LANGUAGES
from portal.rules.words import Answer
from tenants.db import uuid7

TODAY = date(2026, 11, 22)
HOME = """<Address><BS7666Address><SAON>Flat 2</SAON><PAON>12</PAON><Street>Hill Road</Street>
 <Town>Colchester</Town><UniquePropertyReferenceNumber>100</UniquePropertyReferenceNumber>
 </BS7666Address><PostCode>CO1 1AA</PostCode><Easting>5</Easting></Address>"""
AVA = f"""<Pupil><UPN>P207000016049</UPN><Surname>Field</Surname><Forename>Ava</Forename>
 <DOB>2015-10-23</DOB><Gender>F</Gender>
 <BasicDetails><PreferredForename>Avy</PreferredForename></BasicDetails>
 <LookedAfter><InCare>false</InCare></LookedAfter>{HOME}
 <Phones><Phone><TelephoneType>H</TelephoneType><PhoneNo>01632 960 001</PhoneNo></Phone>
 <Phone><TelephoneType>M</TelephoneType><PhoneNo>07700 900123</PhoneNo></Phone></Phones>
 <Contacts>
 <Contact><Order>1</Order><Title>Mrs</Title><Surname>Field</Surname><Forename>Dana</Forename>
 <Relationship>PAM</Relationship><Responsible>true</Responsible>
 <Address><AddressAsPupil>true</AddressAsPupil></Address><Email>dana@example.org</Email></Contact>
 <Contact><Order>2</Order><Surname>Reed</Surname><Forename>Rob</Forename>
 <Relationship>PAF</Relationship><Responsibility>false</Responsibility>
 <Address><AddressLines><AddressLine1>3 Quay Street</AddressLine1><AddressLine2>Harwich
 </AddressLine2></AddressLines><PostCode>CO12 3HH</PostCode></Address></Contact>
 <Contact><Surname>Vale</Surname><Forename>Di</Forename><Relationship>CAR</Relationship></Contact>
 </Contacts>
 <SchoolHistory><School><Address><Town>Elsewhere</Town></Address></School></SchoolHistory></Pupil>"""
BO = """<Pupil><UPN>A801200005001</UPN><Surname>Ray</Surname><Forename>Bo</Forename><DOB/>
 <LookedAfter><InCare>true</InCare><CareAuthority>881</CareAuthority></LookedAfter>
 <Contacts><Contact><Surname>Fox</Surname><Forename>Jo</Forename><Relationship>SWR</Relationship>
 <Email>jo.fox@council.example.org</Email></Contact></Contacts></Pupil>"""


def transfer(*pupils: str, before: str = "") -> bytes:
    head = '<?xml version="1.0" encoding="UTF-8"?>'
    inside = f"<Header><DocumentName>CTF</DocumentName></Header><CTFpupilData>{''.join(pupils)}"
    return f"{head}{before}<CTfile>{inside}</CTFpupilData></CTfile>".encode()


def test_pupils_and_their_contacts_as_from_a_sheet() -> None:
    read = read_people(transfer(AVA), TODAY)
    assert read.problems == ()
    (ava,) = read.rows
    assert (ava.surname, ava.forename, ava.date_of_birth) == ("Field", "Ava", date(2015, 10, 23))
    assert (ava.pupil_id, ava.phone, ava.in_care) == ("P207000016049", "07700 900123", False)
    assert ava.address == "Flat 2, 12 Hill Road, Colchester, CO1 1AA"
    assert ava.contacts == (
        ImportedContact(
            "Mrs Dana Field", "mother", Answer.YES, email="dana@example.org", address=ava.address
        ),
        ImportedContact(
            "Rob Reed", "father", Answer.NO, address="3 Quay Street, Harwich, CO12 3HH", order=2
        ),
        ImportedContact("Di Vale", "carer", order=3),
    )


@pytest.mark.parametrize(
    ("languages", "tag"),
    [
        ("<LanguageType>F</LanguageType><Language>PNJ</Language>", "pa"),
        ("<Language>PNJM</Language><LanguageType>H</LanguageType>", "pnb"),
        (("<LanguageType>F</LanguageType><Language>ENG</Language></Type><Type>"
         "<LanguageType>H</LanguageType><Language>GUJ</Language>"), "gu"),
        (("<Language>URD</Language><LanguageType>H</LanguageType></Type><Type>"
         "<Language>POL</Language><LanguageType>C</LanguageType>"), "pl"),
        ("<LanguageType>F</LanguageType><Language>BNGS</Language>", "bn"),
        ("<LanguageType>F</LanguageType><Language>ENB</Language>", ""),
        ("<LanguageType>H</LanguageType>", ""),
    ],
)  # fmt: skip
def test_the_language_of_the_home_comes_along(languages: str, tag: str) -> None:
    said = f"<Languages><Type>{languages}</Type></Languages></BasicDetails>"
    (ava,) = read_people(transfer(AVA.replace("</BasicDetails>", said)), TODAY).rows
    assert {ava.language, *(contact.language for contact in ava.contacts)} == {tag}


def test_each_code_names_a_language_that_notices_have() -> None:
    codes = {*census_languages._CODES, *census_languages._VARIANTS}
    assert {census_languages.tag_said(code) for code in codes} <= LANGUAGES.keys()


def test_a_child_in_care_has_its_social_worker_and_problems_name_the_pupil() -> None:
    read = read_people(transfer(AVA, BO, AVA), TODAY)
    assert read.unit == "pupil"
    assert [(problem.row, problem.kept) for problem in read.problems] == [
        (2, True),  # no date of birth
        (2, True),  # the check letter of the UPN
        (3, False),
    ]
    assert "already in pupil 1" in read.problems[2].sentence
    bo = all_affected(read.rows, uuid7)[1]
    assert bo.in_care
    assert bo.authority is not None
    assert (bo.authority.name, bo.contacts) == ("Jo Fox", ())


def test_nobody_is_cleared_by_a_file() -> None:
    (ava,) = all_affected(read_people(transfer(AVA), TODAY).rows, uuid7)
    assert all(barred_because(contact) is not None for contact in ava.contacts)
    assert "P207000016049" not in repr(ava)


ENTITIES = '<!DOCTYPE c [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (transfer("<Pupil><Surname>&b;</Surname></Pupil>", before=ENTITIES), "document type"),
        (transfer(before='<!DOCTYPE c SYSTEM "http://127.0.0.1:1/x">'), "document type"),
        (transfer(before='<!DOCTYPE c [<!ENTITY x SYSTEM "secrets.xml">]>'), "document"),
        (transfer("<Pupil><Surname>&c;</Surname></Pupil>"), "could not read"),
        (transfer("<Pupil><Surname>"), "could not read"),
        (b'<?xml version="1.0" encoding="no-such"?><CTfile/>', "could not read"),
        (b"<html><body>Sign in</body></html>", "no pupils"),
        (transfer("<a>" * 60 + "</a>" * 60), "could not read"),
        (transfer(AVA.replace("<Contacts>", "<Contacts>" + "<Contact/>" * 20)), "20 contacts"),
        (b"<" + b" " * (20 * 1024 * 1024), "bigger than 20 MB"),
    ],
)
def test_what_is_no_transfer_file_is_one_sentence(content: bytes, said: str) -> None:
    read = read_people(content, TODAY)
    assert not read.readable
    (problem,) = read.problems
    assert said in problem.sentence


def test_a_file_in_another_encoding_is_read_and_memory_stays_small() -> None:
    two = transfer(AVA.replace("Field", "Núñez")).decode()
    utf_16 = two.replace("UTF-8", "UTF-16").encode("utf-16")
    assert read_people(utf_16, TODAY).rows[0].surname == "Núñez"

    padding = f"<Attendance>{'<Session>absent</Session>' * 400}</Attendance>"
    big = transfer(*(BO.replace("Bo<", f"Bo{n}<").replace("<Contacts>", padding + "<Contacts>")
                     .replace("A801200005001", "") for n in range(1500)))  # fmt: skip
    assert len(big) > 10 * 1024 * 1024
    tracemalloc.start()
    assert len(read_people(big, TODAY).rows) == 1500
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < len(big)
