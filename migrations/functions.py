"""The view and the functions that look across schools, as SQL; inlined into revision 0001.

A function here runs as portal_owner, who sees every row: it gives the fewest columns that do, and
never a row's content. Anything else is read in the scope of its school.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Function(NamedTuple):
    """A SECURITY DEFINER function in SQL that portal_app may call."""

    name: str
    arguments: str
    returns: str
    body: str

    @property
    def signature(self) -> str:
        """As GRANT and DROP want it."""
        return f"{self.name}({self.arguments})"

    def statements(self) -> Iterator[str]:
        """Create it for portal_app alone. The search path is fixed: no other schema can step in."""
        yield (
            f"create function {self.signature} returns {self.returns}\n"
            "language sql stable security definer\n"
            f"set search_path = pg_catalog, public, pg_temp\nas $$\n{self.body.strip()}\n$$"
        )
        yield f"revoke execute on function {self.signature} from public"
        yield f"grant execute on function {self.signature} to portal_app"


# Who holds which role at which school, and when: after a school's last day not its own people, but
# those who are in charge at its successor. A plain view with the reader's own rights:
# portal_app sees the schools in scope, the functions below see all.
HOLDING = """
create view tenants_holding with (security_invoker = true) as
select m.organisation_id as school_id, m.person_id, m.role, null::uuid as via_id,
       m.from_on, least(m.until_on, o.until_on) as until_on
  from tenants_membership m
  join tenants_organisation o on o.id = m.organisation_id and o.kind = 'school'
union all
select a.school_id, a.person_id, 'dpo', a.service_id, a.from_on, a.until_on
  from tenants_dpo_appointment a
 where a.person_id is not null
union all
select s.school_id, m.person_id,
       case when s.kind = 'dpo_service' then 'deputy_dpo'
            when s.kind = 'local_authority' or s.kind = 'trust' and m.role = 'administrator'
            then 'overseer'
            else m.role end,
       s.overseer_id, greatest(s.from_on, m.from_on), least(s.until_on, m.until_on, v.until_on)
  from tenants_oversight s
  join tenants_organisation v on v.id = s.overseer_id
  join tenants_membership m on m.organisation_id = v.id
 where s.kind = 'local_authority'
    or (s.kind = 'dpo_service' and m.role in ('dpo', 'deputy_dpo'))
    or (s.kind = 'trust' and m.role in ('chief_executive', 'chair', 'dpo', 'deputy_dpo',
                                        'administrator', 'overseer'))
    or (s.kind = 'successor' and m.role not in ('staff', 'overseer'))
""".strip()

VIEWS = {"tenants_holding": HOLDING}

FUNCTIONS = (
    Function(
        "tenants_find_person",
        "ref text",
        "table (person_id uuid, name text)",
        "select p.id, p.name from tenants_person p where p.user_ref = ref",
    ),
    Function(
        "tenants_find_organisation",
        "wanted text",
        "table (organisation_id uuid, kind text, slug text, name text)",
        "select o.id, o.kind, o.slug, o.name from tenants_organisation o where o.slug = wanted",
    ),
    Function(
        "tenants_list_organisations",
        "",
        "table (organisation_id uuid)",
        "select o.id from tenants_organisation o order by o.id",
    ),
    Function(
        "tenants_relations",
        "person uuid, today date",
        "table (school_id uuid, slug text, name text, closed_on date, role text, via_name text)",
        """
select h.school_id, o.slug, o.name, case when o.until_on < today then o.until_on end, h.role, v.name
  from tenants_holding h
  join tenants_organisation o on o.id = h.school_id
  left join tenants_organisation v on v.id = h.via_id
 where h.person_id = person
   and h.from_on <= today and (h.until_on is null or h.until_on >= today)
 order by o.name, h.school_id, h.role
        """,
    ),
    # Which services, trusts and authorities somebody belongs to: they add schools.
    Function(
        "tenants_organisations_of",
        "person uuid, today date",
        "table (organisation_id uuid, kind text, slug text, name text, role text)",
        """
select o.id, o.kind, o.slug, o.name, m.role
  from tenants_membership m
  join tenants_organisation o on o.id = m.organisation_id and o.kind <> 'school'
 where m.person_id = person and m.from_on <= today and (m.until_on is null or m.until_on >= today)
 order by o.name, o.id, m.role
        """,
    ),
    # Whose people move with a service's, trust's or authority's own?
    Function(
        "tenants_overseen_by",
        "overseer uuid, today date",
        "table (school_id uuid)",
        """
select distinct s.school_id
  from tenants_oversight s
 where s.overseer_id = overseer
   and s.from_on <= today and (s.until_on is null or s.until_on >= today)
 order by s.school_id
        """,
    ),
    # Before a school is added: what of this is taken? And by a school that `overseer` looks after?
    Function(
        "tenants_taken",
        "overseer uuid, urns text[], slugs text[]",
        "table (urn text, slug text, theirs boolean)",
        """
select o.urn, o.slug, overseer in (select s.overseer_id from tenants_oversight s
                                  where s.school_id = o.id)
  from tenants_organisation o
 where o.urn = any(urns) or o.slug = any(slugs)
        """,
    ),
    # Who comes to a school while they are away from all of theirs? Not why.
    Function(
        "tenants_away_everywhere",
        "here uuid, at timestamptz",
        "table (person_id uuid, role text, from_at timestamptz, until_at timestamptz, "
        "review_on date, since timestamptz)",
        """
select distinct on (a.person_id, a.role, a.from_at)
       a.person_id, a.role, a.from_at, a.until_at, a.review_on, a.everywhere_since
  from (select h.person_id, min(h.from_on) as came_on
          from tenants_holding h where h.school_id = here group by h.person_id) n
  join tenants_absence a on a.person_id = n.person_id and a.school_id <> here
 where (a.everywhere_since at time zone 'Europe/London')::date <= n.came_on
   and (a.until_at is null or a.until_at > at)
   and (a.role is null or exists (select from tenants_holding h
                                   where h.school_id = here and h.person_id = a.person_id
                                     and h.role = a.role))
   and not exists (select from tenants_absence b
                    where (b.school_id, b.person_id, b.from_at) = (here, a.person_id, a.from_at))
 order by a.person_id, a.role, a.from_at, a.until_at desc nulls first, a.id
        """,
    ),
    # Who is away, now or later, from the school that keeps the records of this one? Not why.
    Function(
        "tenants_away_at_keeper",
        "here uuid, at timestamptz",
        "table (id uuid, person_id uuid, role text, from_at timestamptz, until_at timestamptz, "
        "stand_in_id uuid)",
        """
select a.id, a.person_id, a.role, a.from_at, a.until_at, a.stand_in_id
  from tenants_oversight s
  join tenants_absence a on a.school_id = s.overseer_id
 where s.school_id = here and s.kind = 'successor'
   and (at at time zone 'Europe/London')::date
       between s.from_on and coalesce(s.until_on, 'infinity')
   and (a.until_at is null or a.until_at > at)
        """,
    ),
    # May this school correct somebody's address? Not while another organisation reaches them by it.
    Function(
        "tenants_belongs_elsewhere",
        "person uuid, here uuid, today date",
        "boolean",
        """
select exists (select from tenants_membership m
                 join tenants_organisation o on o.id = m.organisation_id
                where m.person_id = person and m.organisation_id <> here
                  and (m.until_on is null or m.until_on >= today)
                  and (o.until_on is null or o.until_on >= today))
        """,
    ),
    # What every page of a signed-in person asks; at one school's pages for that school alone.
    Function(
        "tenants_visitor",
        "ref text, wanted text, today date",
        "table (person_id uuid, person_name text, school_id uuid, slug text, name text, "
        "closed_on date, role text, via_name text)",
        """
select p.id, p.name, h.school_id, o.slug, o.name,
       case when o.until_on < today then o.until_on end, h.role, v.name
  from tenants_person p
  left join (tenants_holding h
             join tenants_organisation o on o.id = h.school_id
             left join tenants_organisation v on v.id = h.via_id)
    on h.person_id = p.id and (wanted is null or o.slug = wanted)
   and h.from_on <= today and (h.until_on is null or h.until_on >= today)
 where p.user_ref = ref
 order by o.name, h.school_id, h.role
        """,
    ),
    # Whose mail is this? An address or an id goes in, a school comes out.
    Function(
        "tenants_reporting_school",
        "wanted text[], delivered text[]",
        "table (school_id uuid, address text, anonymous boolean, proved boolean)",
        """
select m.school_id, lower(m.email), m.kind = 'anonymous',
       m.arrives_since is not null or lower(m.email) = any(delivered) as proved
  from tenants_mailbox m join tenants_organisation o on o.id = m.school_id
 where m.kind in ('reports', 'anonymous') and lower(m.email) = any(wanted)
 order by proved desc, array_position(wanted, lower(m.email)), o.until_on desc nulls first, m.id
        """,
    ),
    # May reports be taken at this address? A school that closes leaves its address to another.
    Function(
        "tenants_reports_taken",
        "wanted text, entry uuid",
        "boolean",
        """
select exists (select from tenants_mailbox m
                 join tenants_organisation o on o.id = m.school_id
                where m.kind in ('reports', 'anonymous') and lower(m.email) = wanted
                  and m.id is distinct from entry and o.until_on is null)
        """,
    ),
    # Whose calendar asks? The hash of a secret goes in, a person comes out.
    Function(
        "portal_diary_reader",
        "secret bytea",
        "table (person_id uuid)",
        """
select f.person_id from portal_diary_feed f
 where f.token_hash = secret and f.withdrawn_at is null
        """,
    ),
    Function(
        "portal_sender_of",
        "wanted uuid",
        "table (school_id uuid)",
        """
select e.school_id from portal_effect e where e.id = wanted
union
select r.school_id from portal_recipient r where r.id = wanted
union
select m.school_id from portal_mail m where m.id = wanted
        """,
    ),
    # What timers ask: where is something to do? Leases run by this clock, all else by `at`.
    Function(
        "portal_due_schools",
        "at timestamptz",
        "table (school_id uuid)",
        """
select distinct e.school_id
  from portal_effect e
 where e.state = 'waiting' and e.run_after <= at
   and (e.lease_until is null or e.lease_until < statement_timestamp())
 order by e.school_id
        """,
    ),
    Function(
        "portal_dead_leases",
        "",
        "table (school_id uuid)",
        """
select distinct e.school_id
  from portal_effect e
 where e.state = 'sending' and e.lease_until < statement_timestamp()
 order by e.school_id
        """,
    ),
    # Reports that somebody signed in has begun and left: not sent, so no incident yet.
    Function(
        "portal_left_drafts",
        "left_since timestamptz[]",
        "table (school_id uuid, draft_id uuid)",
        """
select d.school_id, d.id
  from portal_draft d
 where d.kind = 'report' and d.incident_id is null
   and case when d.steps < 3 then d.updated_at else d.step_at end <= left_since[d.steps + 1]
 order by d.school_id, d.id
        """,
    ),
    Function(
        "portal_due_duties",
        "at timestamptz",
        "table (school_id uuid, duty_id uuid)",
        """
select d.school_id, d.id
  from portal_duty d
 where d.met_at is null and d.lapsed_at is null and d.next_at <= at
 order by d.school_id, d.next_at, d.id
        """,
    ),
)


def statements() -> Iterator[str]:
    """All that revision 0001 executes after its tables are made."""
    for name, sql in VIEWS.items():
        yield sql
        yield f"grant select on {name} to portal_app"
    for function in FUNCTIONS:
        yield from function.statements()


def undoing() -> Iterator[str]:
    """All that its downgrade executes before its tables are dropped."""
    for function in reversed(FUNCTIONS):
        yield f"drop function {function.signature}"
    for name in reversed(VIEWS):
        yield f"drop view {name}"
