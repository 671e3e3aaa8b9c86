"""baseline"""

# ruff: noqa: E501, PLR0915 - generated

from __future__ import annotations

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001_64f24277"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "portal_pace",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("free_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_pace")),
    )
    op.create_table(
        "portal_test_clock",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("offset_seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_test_clock")),
    )
    op.create_table(
        "tenants_establishment",
        sa.Column("urn", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("authority", sa.Text(), nullable=False),
        sa.Column("trust", sa.Text(), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("postcode", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("is_open", sa.Boolean(), nullable=False),
        sa.Column("found_by", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("urn", name=op.f("pk_tenants_establishment")),
    )
    op.create_table(
        "tenants_organisation",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("slug", sa.Text(), nullable=False),
        sa.Column("nation", sa.String(60), nullable=False),
        sa.Column("accent", sa.Text(), nullable=True),
        sa.Column("address", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("ico_registration", sa.Text(), server_default="", nullable=False),
        sa.Column("urn", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), server_default="", nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "accent ~ '^#[0-9a-f]{6}$'", name=op.f("ck_tenants_organisation_accent")
        ),
        sa.CheckConstraint(
            "slug ~ '^[a-z0-9]+(-[a-z0-9]+)*$'", name=op.f("ck_tenants_organisation_slug")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants_organisation")),
        sa.UniqueConstraint("slug", name=op.f("uq_tenants_organisation_slug")),
        sa.UniqueConstraint("urn", name=op.f("uq_tenants_organisation_urn")),
    )
    op.create_table(
        "tenants_person",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.Column("second_email", sa.Text(), server_default="", nullable=False),
        sa.Column("user_ref", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants_person")),
        sa.UniqueConstraint("user_ref", name=op.f("uq_tenants_person_user_ref")),
    )
    op.create_table(
        "portal_audit",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous", sa.String(length=64), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_audit_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_audit")),
        sa.UniqueConstraint(
            "school_id", "position", name=op.f("uq_portal_audit_school_id_position")
        ),
    )
    op.create_table(
        "portal_counter",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_counter_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "year", name=op.f("pk_portal_counter")),
    )
    op.create_table(
        "portal_diary_feed",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_portal_diary_feed_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_portal_diary_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_portal_diary_feed_token_hash")),
    )
    op.create_index(
        "uq_portal_diary_feed_of_person",
        "portal_diary_feed",
        ["person_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_table(
        "portal_log_import",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("skipped", sa.Integer(), nullable=False),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_log_import_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_log_import")),
    )
    op.create_table(
        "portal_returned_mail",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("refused", sa.Boolean(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_portal_returned_mail_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_portal_returned_mail_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_returned_mail")),
        sa.UniqueConstraint(
            "school_id", "person_id", name=op.f("uq_portal_returned_mail_school_id_person_id")
        ),
    )
    op.create_table(
        "portal_school_key",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_school_key_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_portal_school_key")),
    )
    op.create_table(
        "tenants_absence",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(60), nullable=True),
        sa.Column("kind", sa.String(60), server_default="other", nullable=False),
        sa.Column("from_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("stand_in_id", sa.Uuid(), nullable=True),
        sa.Column("everywhere_since", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("until_at > from_at", name=op.f("ck_tenants_absence_times_in_order")),
        sa.CheckConstraint(
            "until_at is not null or review_on is not null",
            name=op.f("ck_tenants_absence_ends_or_review"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_absence_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_absence_school_id")
        ),
        sa.ForeignKeyConstraint(
            ["stand_in_id"], ["tenants_person.id"], name=op.f("fk_tenants_absence_stand_in_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_absence")),
    )
    op.create_index(
        op.f("ix_tenants_absence_school_id_person_id"),
        "tenants_absence",
        ["school_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "tenants_adoption",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("variant_text", sa.Text(), nullable=False),
        sa.Column("own_answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column(
            "own_clauses",
            postgresql.JSONB(astext_type=sa.Text()),
            server_default="{}",
            nullable=False,
        ),
        sa.Column("in_force_from", sa.Date(), nullable=False),
        sa.Column("approved_on", sa.Date(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("next_review_on", sa.Date(), nullable=False),
        sa.Column("adopted_by", sa.Uuid(), nullable=True),
        sa.CheckConstraint("version > 0", name=op.f("ck_tenants_adoption_version")),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_adoption_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_adoption")),
        sa.UniqueConstraint(
            "school_id", "version", name=op.f("uq_tenants_adoption_school_id_version")
        ),
    )
    op.create_table(
        "tenants_check",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("checked_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_check_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_check_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_check")),
    )
    op.create_index(
        op.f("ix_tenants_check_school_id_what_subject_id_checked_at"),
        "tenants_check",
        ["school_id", "what", "subject_id", "checked_at"],
        unique=False,
    )
    op.create_table(
        "tenants_closure",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=False),
        sa.Column("name", sa.Text(), server_default="", nullable=False),
        sa.Column("cover_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("uid", sa.Text(), nullable=True),
        sa.Column("batch_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("until_on >= from_on", name=op.f("ck_tenants_closure_days_in_order")),
        sa.ForeignKeyConstraint(
            ["cover_id"], ["tenants_person.id"], name=op.f("fk_tenants_closure_cover_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_closure_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_closure")),
        sa.UniqueConstraint("school_id", "uid", name=op.f("uq_tenants_closure_school_id_uid")),
    )
    op.create_table(
        "tenants_contact",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_contact_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_contact")),
    )
    op.create_table(
        "tenants_document",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("link", sa.Text(), server_default="", nullable=False),
        sa.Column("owner", sa.Text(), server_default="", nullable=False),
        sa.Column(
            "information_policy", sa.Boolean(), server_default=sa.text("false"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_document_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_document")),
        sa.UniqueConstraint(
            "school_id", "reference", name=op.f("uq_tenants_document_school_id_reference")
        ),
    )
    op.create_table(
        "tenants_dpo_appointment",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("service_id", sa.Uuid(), nullable=True),
        sa.Column("since_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on >= from_on", name=op.f("ck_tenants_dpo_appointment_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_dpo_appointment_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_dpo_appointment_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["service_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_dpo_appointment_service_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_dpo_appointment")),
        sa.UniqueConstraint(
            "school_id", "from_on", name=op.f("uq_tenants_dpo_appointment_school_id_from_on")
        ),
    )
    op.create_index(
        op.f("ix_tenants_dpo_appointment_person_id"),
        "tenants_dpo_appointment",
        ["person_id"],
        unique=False,
    )
    op.create_table(
        "tenants_invitation",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.Uuid(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_invitation_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_invitation_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_invitation")),
        sa.UniqueConstraint(
            "school_id", "token_hash", name=op.f("uq_tenants_invitation_school_id_token_hash")
        ),
    )
    op.create_index(
        op.f("ix_tenants_invitation_school_id_person_id"),
        "tenants_invitation",
        ["school_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "tenants_mailbox",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("monitor_id", sa.Uuid(), nullable=True),
        sa.Column("head_reads", sa.Boolean(), server_default=sa.text("false"), nullable=False),
        sa.Column("arrives_since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["monitor_id"], ["tenants_person.id"], name=op.f("fk_tenants_mailbox_monitor_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_mailbox_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_mailbox")),
    )
    op.create_table(
        "tenants_membership",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.String(60), nullable=False),
        sa.Column("job_title", sa.Text(), server_default="", nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "role not in ('lead', 'reporter')", name=op.f("ck_tenants_membership_role_of_members")
        ),
        sa.CheckConstraint(
            "until_on >= from_on - 1", name=op.f("ck_tenants_membership_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_membership_organisation_id"),
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_membership_person_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tenants_membership")),
    )
    op.create_index(
        op.f("ix_tenants_membership_organisation_id_role"),
        "tenants_membership",
        ["organisation_id", "role"],
        unique=False,
    )
    op.create_index(
        op.f("ix_tenants_membership_person_id"), "tenants_membership", ["person_id"], unique=False
    )
    op.create_table(
        "tenants_oversight",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("overseer_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "until_on >= from_on - 1", name=op.f("ck_tenants_oversight_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["overseer_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_oversight_overseer_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_oversight_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_oversight")),
        sa.UniqueConstraint(
            "school_id",
            "overseer_id",
            "kind",
            "from_on",
            name=op.f("uq_tenants_oversight_school_id_overseer_id_kind_from_on"),
        ),
    )
    op.create_index(
        op.f("ix_tenants_oversight_overseer_id"), "tenants_oversight", ["overseer_id"], unique=False
    )
    op.create_table(
        "tenants_policy_draft",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("variant", sa.Text(), nullable=False),
        sa.Column("variant_text", sa.Text(), nullable=False),
        sa.Column("own_answers", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("own_clauses", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_policy_draft_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_policy_draft")),
        sa.UniqueConstraint("school_id", name=op.f("uq_tenants_policy_draft_school_id")),
    )
    op.create_table(
        "tenants_policy_request",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=True),
        sa.Column("until_on", sa.Date(), nullable=True),
        sa.Column("asked_by", sa.Uuid(), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("renews", sa.Uuid(), nullable=True),
        sa.Column("backed", sa.Boolean(), nullable=True),
        sa.Column("view", sa.Text(), server_default="", nullable=False),
        sa.Column("viewed_by", sa.Uuid(), nullable=True),
        sa.Column("viewed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted", sa.Boolean(), nullable=True),
        sa.Column("terms", sa.Text(), server_default="", nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("expires_on", sa.Date(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind = 'proposal' or until_on is not null",
            name=op.f("ck_tenants_policy_request_exceptions_end"),
        ),
        sa.CheckConstraint(
            "until_on >= from_on", name=op.f("ck_tenants_policy_request_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["asked_by"], ["tenants_person.id"], name=op.f("fk_tenants_policy_request_asked_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["tenants_person.id"], name=op.f("fk_tenants_policy_request_decided_by")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_policy_request_school_id"),
        ),
        sa.ForeignKeyConstraint(
            ["viewed_by"], ["tenants_person.id"], name=op.f("fk_tenants_policy_request_viewed_by")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_policy_request")),
    )
    op.create_index(
        op.f("ix_tenants_policy_request_school_id_asked_at"),
        "tenants_policy_request",
        ["school_id", "asked_at"],
        unique=False,
    )
    op.create_table(
        "tenants_public_page",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("privacy_note", sa.Text(), server_default="", nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_public_page_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", name=op.f("pk_tenants_public_page")),
    )
    op.create_table(
        "tenants_sending",
        sa.Column("organisation_id", sa.Uuid(), nullable=False),
        sa.Column("once", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_sending_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "once", name=op.f("pk_tenants_sending")),
    )
    op.create_table(
        "tenants_supplier",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(60), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("service", sa.Text(), server_default="", nullable=False),
        sa.Column("contract_on", sa.Date(), nullable=True),
        sa.Column("contract_until", sa.Date(), nullable=True),
        sa.Column("contact_name", sa.Text(), server_default="", nullable=False),
        sa.Column("email", sa.Text(), server_default="", nullable=False),
        sa.Column("phone", sa.Text(), server_default="", nullable=False),
        sa.CheckConstraint(
            "contract_until >= contract_on", name=op.f("ck_tenants_supplier_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_supplier_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_supplier")),
    )
    op.create_table(
        "portal_incident",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=True),
        sa.Column("ending", sa.Text(), nullable=True),
        sa.Column("legal_risk", sa.Text(), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("regulator_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("people_told_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("causes", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("policies", postgresql.ARRAY(sa.Text()), server_default="{}", nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.Column("import_match", sa.LargeBinary(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("kept_until", sa.Date(), nullable=True),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("title", sa.LargeBinary(), nullable=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "adoption_id"],
            ["tenants_adoption.school_id", "tenants_adoption.id"],
            name=op.f("fk_portal_incident_school_id_adoption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "import_id"],
            ["portal_log_import.school_id", "portal_log_import.id"],
            name=op.f("fk_portal_incident_school_id_import_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_incident_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_incident")),
        sa.UniqueConstraint(
            "school_id", "year", "serial", name=op.f("uq_portal_incident_school_id_year_serial")
        ),
    )
    op.create_index(
        "ix_portal_incident_import", "portal_incident", ["school_id", "import_id"], unique=False
    )
    op.create_index(
        "ix_portal_incident_kept",
        "portal_incident",
        ["school_id", "kept_until", "id"],
        unique=False,
    )
    op.create_index(
        "ix_portal_incident_list",
        "portal_incident",
        ["school_id", "reported_at", "id"],
        unique=False,
    )
    op.create_index(
        "ix_portal_incident_stage",
        "portal_incident",
        ["school_id", "stage", "reported_at"],
        unique=False,
    )
    op.create_index(
        "uq_portal_incident_import_match",
        "portal_incident",
        ["school_id", "import_match"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.create_table(
        "tenants_acknowledgement",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_acknowledgement_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "adoption_id"],
            ["tenants_adoption.school_id", "tenants_adoption.id"],
            name=op.f("fk_tenants_acknowledgement_school_id_adoption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_tenants_acknowledgement_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_acknowledgement")),
        sa.UniqueConstraint(
            "school_id",
            "adoption_id",
            "person_id",
            name=op.f("uq_tenants_acknowledgement_school_id_adoption_id_person_id"),
        ),
    )
    op.create_table(
        "tenants_training",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("supplier_id", sa.Uuid(), nullable=True),
        sa.Column("course", sa.Text(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "num_nonnulls(person_id, supplier_id) = 1", name=op.f("ck_tenants_training_one_taker")
        ),
        sa.CheckConstraint(
            "valid_until >= done_on", name=op.f("ck_tenants_training_days_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["tenants_person.id"], name=op.f("fk_tenants_training_person_id")
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "supplier_id"],
            ["tenants_supplier.school_id", "tenants_supplier.id"],
            name=op.f("fk_tenants_training_school_id_supplier_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_tenants_training_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_tenants_training")),
        sa.UniqueConstraint(
            "school_id",
            "person_id",
            "course",
            "done_on",
            name=op.f("uq_tenants_training_school_id_person_id_course_done_on"),
        ),
        sa.UniqueConstraint(
            "school_id",
            "supplier_id",
            "course",
            "done_on",
            name=op.f("uq_tenants_training_school_id_supplier_id_course_done_on"),
        ),
    )
    op.create_table(
        "portal_concern",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_concern_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_concern_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_concern")),
        sa.UniqueConstraint(
            "school_id",
            "incident_id",
            "person_id",
            name=op.f("uq_portal_concern_school_id_incident_id_person_id"),
        ),
    )
    op.create_table(
        "portal_decision",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("adoption_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("acting_for", sa.Text(), nullable=True),
        sa.Column("cite", sa.Text(), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("summary", sa.LargeBinary(), nullable=False),
        sa.Column("said", sa.LargeBinary(), nullable=False),
        sa.Column(
            "rests_on", postgresql.JSONB(astext_type=sa.Text()), server_default="[]", nullable=False
        ),
        sa.Column("once", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "adoption_id"],
            ["tenants_adoption.school_id", "tenants_adoption.id"],
            name=op.f("fk_portal_decision_school_id_adoption_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_decision_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_decision_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_decision")),
    )
    op.create_index(
        "ix_portal_decision_incident",
        "portal_decision",
        ["school_id", "incident_id", "id"],
        unique=False,
    )
    op.create_index(
        "uq_portal_decision_once",
        "portal_decision",
        ["school_id", "once"],
        unique=True,
        postgresql_where=sa.text("once is not null"),
    )
    op.create_table(
        "portal_draft",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("steps", sa.Integer(), server_default="0", nullable=False),
        sa.Column("step_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_draft_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_draft_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_draft")),
    )
    op.create_index(
        "ix_portal_draft_owner",
        "portal_draft",
        ["school_id", "person_id", "kind", "updated_at"],
        unique=False,
    )
    op.create_table(
        "portal_duty",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("occurrence", sa.Integer(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("owners", postgresql.ARRAY(sa.Uuid()), server_default="{}", nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("cite", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("met_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lapsed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cautious", sa.Boolean(), nullable=False),
        sa.Column("closing_waits", sa.Boolean(), nullable=False),
        sa.Column("next_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_duty_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_duty_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_duty")),
        sa.UniqueConstraint(
            "school_id",
            "incident_id",
            "kind",
            "subject",
            "occurrence",
            name=op.f("uq_portal_duty_school_id_incident_id_kind_subject_occurrence"),
            postgresql_nulls_not_distinct=True,
        ),
    )
    op.create_index(
        "ix_portal_duty_due",
        "portal_duty",
        ["school_id", "due_at", "id"],
        unique=False,
        postgresql_where=sa.text("met_at is null and lapsed_at is null"),
    )
    op.create_index(
        "ix_portal_duty_next",
        "portal_duty",
        ["next_at"],
        unique=False,
        postgresql_where=sa.text("met_at is null and lapsed_at is null"),
    )
    op.create_table(
        "portal_effect",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("subject_id", sa.Uuid(), nullable=True),
        sa.Column("template", sa.Text(), nullable=False),
        sa.Column("data", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("wanted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_after", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("lease_by", sa.Text(), nullable=True),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "state in ('waiting', 'sending', 'sent', 'failed', 'uncertain', 'stopped')",
            name=op.f("ck_portal_effect_state"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_effect_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_effect_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_effect")),
        sa.UniqueConstraint("school_id", "key", name=op.f("uq_portal_effect_school_id_key")),
    )
    op.create_index(
        "ix_portal_effect_due",
        "portal_effect",
        ["school_id", "run_after"],
        unique=False,
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.create_index(
        "ix_portal_effect_incident",
        "portal_effect",
        ["school_id", "incident_id", "kind", "state"],
        unique=False,
    )
    op.create_index(
        "ix_portal_effect_sending",
        "portal_effect",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.create_table(
        "portal_evidence",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("chunks", sa.Integer(), nullable=False),
        sa.Column("scan", sa.Text(), nullable=False),
        sa.Column("scanned_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_evidence_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_evidence_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_evidence")),
    )
    op.create_table(
        "portal_file",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("letters", sa.Integer(), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_file_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_file_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_file")),
    )
    op.create_index(
        "ix_portal_file_incident",
        "portal_file",
        ["school_id", "incident_id", "purpose"],
        unique=False,
    )
    op.create_table(
        "portal_incident_key",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("wrapped", sa.LargeBinary(), nullable=True),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_incident_key_school_id_id"),
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_portal_incident_key_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_incident_key")),
    )
    op.create_table(
        "portal_involvement",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_involvement_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_involvement_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_involvement")),
        sa.UniqueConstraint(
            "school_id",
            "incident_id",
            "person_id",
            "how",
            name=op.f("uq_portal_involvement_school_id_incident_id_person_id_how"),
        ),
    )
    op.create_index(
        "ix_portal_involvement_person",
        "portal_involvement",
        ["school_id", "person_id"],
        unique=False,
    )
    op.create_table(
        "portal_list_import",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_list_import_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_list_import_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_list_import")),
        sa.UniqueConstraint(
            "school_id",
            "incident_id",
            "version",
            name=op.f("uq_portal_list_import_school_id_incident_id_version"),
        ),
    )
    op.create_table(
        "portal_long_deed",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("action", sa.Text(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_long_deed_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_long_deed_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_long_deed")),
    )
    op.create_index(
        "ix_portal_long_deed_incident",
        "portal_long_deed",
        ["school_id", "incident_id", "made_at"],
        unique=False,
    )
    op.create_table(
        "portal_mail",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("message", sa.LargeBinary(), nullable=False),
        sa.Column("anonymous", sa.Boolean(), server_default="false", nullable=False),
        sa.Column("sender", sa.LargeBinary(), nullable=False),
        sa.Column("raw", sa.LargeBinary(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_mail_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_mail_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_mail")),
        sa.UniqueConstraint("school_id", "message", name=op.f("uq_portal_mail_school_id_message")),
    )
    op.create_index(
        "ix_portal_mail_received", "portal_mail", ["school_id", "received_at"], unique=False
    )
    op.create_index(
        "ix_portal_mail_sender", "portal_mail", ["school_id", "sender", "received_at"], unique=False
    )
    op.create_table(
        "portal_receipt",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_receipt_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_receipt_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_receipt")),
        sa.UniqueConstraint(
            "school_id", "code_hash", name=op.f("uq_portal_receipt_school_id_code_hash")
        ),
    )
    op.create_table(
        "portal_recipient",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("envelope", sa.LargeBinary(), nullable=False),
        sa.Column("notice_version", sa.Integer(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_recipient_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_recipient_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_recipient")),
    )
    op.create_index(
        "ix_portal_recipient_standing",
        "portal_recipient",
        ["school_id", "incident_id", "standing"],
        unique=False,
    )
    op.create_table(
        "portal_seen",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=True),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("what", sa.Text(), nullable=False),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_seen_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_seen_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_seen")),
    )
    op.create_index(
        "ix_portal_seen_incident",
        "portal_seen",
        ["school_id", "incident_id", "person_id", "seen_at"],
        unique=False,
    )
    op.create_table(
        "portal_subject",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("match", sa.LargeBinary(), nullable=False),
        sa.Column("named", sa.LargeBinary(), nullable=False),
        sa.Column("named_in", postgresql.ARRAY(sa.Integer()), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("standing", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_subject_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_subject_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_subject")),
        sa.UniqueConstraint(
            "school_id",
            "incident_id",
            "match",
            name=op.f("uq_portal_subject_school_id_incident_id_match"),
        ),
    )
    op.create_index(
        "ix_portal_subject_named",
        "portal_subject",
        ["school_id", "incident_id", "named"],
        unique=False,
    )
    op.create_index(
        "ix_portal_subject_standing",
        "portal_subject",
        ["school_id", "incident_id", "standing", "id"],
        unique=False,
    )
    op.create_table(
        "portal_submission",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("snapshot", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_submission_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_submission_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_submission")),
        sa.UniqueConstraint(
            "school_id",
            "incident_id",
            "number",
            name=op.f("uq_portal_submission_school_id_incident_id_number"),
        ),
    )
    op.create_table(
        "portal_attempt",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "recipient_id"],
            ["portal_recipient.school_id", "portal_recipient.id"],
            name=op.f("fk_portal_attempt_school_id_recipient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_attempt_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_attempt")),
    )
    op.create_index(
        "ix_portal_attempt_recipient",
        "portal_attempt",
        ["school_id", "recipient_id", "at"],
        unique=False,
    )
    op.create_table(
        "portal_evidence_chunk",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("evidence_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "evidence_id"],
            ["portal_evidence.school_id", "portal_evidence.id"],
            name=op.f("fk_portal_evidence_chunk_school_id_evidence_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_portal_evidence_chunk_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_evidence_chunk")),
        sa.UniqueConstraint(
            "school_id",
            "evidence_id",
            "number",
            name=op.f("uq_portal_evidence_chunk_school_id_evidence_id_number"),
        ),
    )
    op.create_table(
        "portal_recipient_subject",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("incident_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "incident_id"],
            ["portal_incident.school_id", "portal_incident.id"],
            name=op.f("fk_portal_recipient_subject_school_id_incident_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "recipient_id"],
            ["portal_recipient.school_id", "portal_recipient.id"],
            name=op.f("fk_portal_recipient_subject_school_id_recipient_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "subject_id"],
            ["portal_subject.school_id", "portal_subject.id"],
            name=op.f("fk_portal_recipient_subject_school_id_subject_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_portal_recipient_subject_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_recipient_subject")),
        sa.UniqueConstraint(
            "school_id",
            "recipient_id",
            "subject_id",
            name=op.f("uq_portal_recipient_subject_school_id_recipient_id_subject_id"),
        ),
    )
    op.create_index(
        "ix_portal_recipient_subject_incident",
        "portal_recipient_subject",
        ["school_id", "incident_id"],
        unique=False,
    )
    op.create_index(
        "ix_portal_recipient_subject_subject",
        "portal_recipient_subject",
        ["school_id", "subject_id"],
        unique=False,
    )
    op.create_table(
        "portal_reminder",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("duty_id", sa.Uuid(), nullable=False),
        sa.Column("step", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "recorded_at",
            sa.DateTime(timezone=True),
            server_default=sa.text("now()"),
            nullable=False,
        ),
        sa.Column("effect_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(
            ["school_id", "duty_id"],
            ["portal_duty.school_id", "portal_duty.id"],
            name=op.f("fk_portal_reminder_school_id_duty_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id", "effect_id"],
            ["portal_effect.school_id", "portal_effect.id"],
            name=op.f("fk_portal_reminder_school_id_effect_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"], ["tenants_organisation.id"], name=op.f("fk_portal_reminder_school_id")
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_reminder")),
        sa.UniqueConstraint(
            "school_id",
            "duty_id",
            "step",
            "person_id",
            name=op.f("uq_portal_reminder_school_id_duty_id_step_person_id"),
        ),
    )
    op.create_table(
        "portal_submission_pdf",
        sa.Column("school_id", sa.Uuid(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("submission_id", sa.Uuid(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["school_id", "submission_id"],
            ["portal_submission.school_id", "portal_submission.id"],
            name=op.f("fk_portal_submission_pdf_school_id_submission_id"),
        ),
        sa.ForeignKeyConstraint(
            ["school_id"],
            ["tenants_organisation.id"],
            name=op.f("fk_portal_submission_pdf_school_id"),
        ),
        sa.PrimaryKeyConstraint("school_id", "id", name=op.f("pk_portal_submission_pdf")),
        sa.UniqueConstraint(
            "school_id",
            "submission_id",
            name=op.f("uq_portal_submission_pdf_school_id_submission_id"),
        ),
    )
    op.protect("portal_attempt", "select, insert")
    op.protect("portal_audit", "select, insert")
    op.protect("portal_concern", "select, insert, update, delete")
    op.protect("portal_counter", "select, insert, update")
    op.protect("portal_decision", "select, insert, update")
    op.protect(
        "portal_diary_feed",
        "select, insert, update",
        see="exists (select from tenants_person p where p.id = portal_diary_feed.person_id)",
        add="exists (select from tenants_person p where p.id = portal_diary_feed.person_id)",
        alter="exists (select from tenants_person p where p.id = portal_diary_feed.person_id)",
    )
    op.protect("portal_draft", "select, insert, update, delete")
    op.protect("portal_duty", "select, insert, update")
    op.protect("portal_effect", "select, insert, update")
    op.protect("portal_evidence", "select, insert, update")
    op.protect("portal_evidence_chunk", "select, insert")
    op.protect("portal_file", "select, insert, update")
    op.protect("portal_incident", "select, insert, update")
    op.protect("portal_incident_key", "select, insert, update")
    op.protect("portal_involvement", "select, insert, update")
    op.protect("portal_list_import", "select, insert")
    op.protect("portal_log_import", "select, insert, update")
    op.protect("portal_long_deed", "select, insert, update")
    op.protect("portal_mail", "select, insert, update")
    op.protect("portal_pace", "select, insert, update", see="true", add="true", alter="true")
    op.protect("portal_receipt", "select, insert, update")
    op.protect("portal_recipient", "select, insert, update")
    op.protect("portal_recipient_subject", "select, insert, update, delete")
    op.protect("portal_reminder", "select, insert, update")
    op.protect("portal_returned_mail", "select, insert, update, delete")
    op.protect("portal_school_key", "select, insert, update")
    op.protect("portal_seen", "select, insert, update")
    op.protect("portal_subject", "select, insert, update, delete")
    op.protect("portal_submission", "select, insert")
    op.protect("portal_submission_pdf", "select, insert")
    op.protect("portal_test_clock", "select, insert, update", see="true", add="true", alter="true")
    op.protect("tenants_absence", "select, insert, update, delete")
    op.protect("tenants_acknowledgement", "select, insert")
    op.protect("tenants_adoption", "select, insert")
    op.protect("tenants_check", "select, insert")
    op.protect("tenants_closure", "select, insert, update, delete")
    op.protect("tenants_contact", "select, insert, update, delete")
    op.protect("tenants_document", "select, insert, update, delete")
    op.protect("tenants_dpo_appointment", "select, insert, update, delete")
    op.protect(
        "tenants_establishment", "select, insert, update", see="true", add="true", alter="true"
    )
    op.protect("tenants_invitation", "select, insert, update")
    op.protect("tenants_mailbox", "select, insert, update, delete")
    op.protect(
        "tenants_membership",
        "select, insert, update",
        see="organisation_id = any({scope}) or exists (select from tenants_oversight o where o.overseer_id = tenants_membership.organisation_id)",
        add="organisation_id = any({scope})",
        alter="organisation_id = any({scope})",
    )
    op.protect(
        "tenants_organisation",
        "select, insert, update",
        see="id = any({scope}) or exists (select from tenants_oversight o where o.overseer_id = tenants_organisation.id)",
        add="id = any({scope})",
        alter="id = any({scope})",
    )
    op.protect("tenants_oversight", "select, insert, update")
    op.protect(
        "tenants_person",
        "select, insert, update",
        see="exists (select from tenants_membership m where m.person_id = tenants_person.id) or exists (select from tenants_dpo_appointment a where a.person_id = tenants_person.id)",
        add="true",
        alter="exists (select from tenants_membership m where m.person_id = tenants_person.id and m.organisation_id = any({scope}))",
    )
    op.protect("tenants_policy_draft", "select, insert, update, delete")
    op.protect("tenants_policy_request", "select, insert, update")
    op.protect("tenants_public_page", "select, insert, update")
    op.protect(
        "tenants_sending",
        "select, insert",
        see="organisation_id = any({scope})",
        add="organisation_id = any({scope})",
        alter="organisation_id = any({scope})",
    )
    op.protect("tenants_supplier", "select, insert, update, delete")
    op.protect("tenants_training", "select, insert, update, delete")
    op.execute("""
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
    """)
    op.execute("grant select on tenants_holding to portal_app")
    op.execute("""
    create function tenants_find_person(ref text) returns table (person_id uuid, name text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select p.id, p.name from tenants_person p where p.user_ref = ref
    $$
    """)
    op.execute("revoke execute on function tenants_find_person(ref text) from public")
    op.execute("grant execute on function tenants_find_person(ref text) to portal_app")
    op.execute("""
    create function tenants_find_organisation(wanted text) returns table (organisation_id uuid, kind text, slug text, name text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select o.id, o.kind, o.slug, o.name from tenants_organisation o where o.slug = wanted
    $$
    """)
    op.execute("revoke execute on function tenants_find_organisation(wanted text) from public")
    op.execute("grant execute on function tenants_find_organisation(wanted text) to portal_app")
    op.execute("""
    create function tenants_list_organisations() returns table (organisation_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select o.id from tenants_organisation o order by o.id
    $$
    """)
    op.execute("revoke execute on function tenants_list_organisations() from public")
    op.execute("grant execute on function tenants_list_organisations() to portal_app")
    op.execute("""
    create function tenants_relations(person uuid, today date) returns table (school_id uuid, slug text, name text, closed_on date, role text, via_name text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select h.school_id, o.slug, o.name, case when o.until_on < today then o.until_on end, h.role, v.name
      from tenants_holding h
      join tenants_organisation o on o.id = h.school_id
      left join tenants_organisation v on v.id = h.via_id
     where h.person_id = person
       and h.from_on <= today and (h.until_on is null or h.until_on >= today)
     order by o.name, h.school_id, h.role
    $$
    """)
    op.execute("revoke execute on function tenants_relations(person uuid, today date) from public")
    op.execute("grant execute on function tenants_relations(person uuid, today date) to portal_app")
    op.execute("""
    create function tenants_organisations_of(person uuid, today date) returns table (organisation_id uuid, kind text, slug text, name text, role text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select o.id, o.kind, o.slug, o.name, m.role
      from tenants_membership m
      join tenants_organisation o on o.id = m.organisation_id and o.kind <> 'school'
     where m.person_id = person and m.from_on <= today and (m.until_on is null or m.until_on >= today)
     order by o.name, o.id, m.role
    $$
    """)
    op.execute(
        "revoke execute on function tenants_organisations_of(person uuid, today date) from public"
    )
    op.execute(
        "grant execute on function tenants_organisations_of(person uuid, today date) to portal_app"
    )
    op.execute("""
    create function tenants_overseen_by(overseer uuid, today date) returns table (school_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select distinct s.school_id
      from tenants_oversight s
     where s.overseer_id = overseer
       and s.from_on <= today and (s.until_on is null or s.until_on >= today)
     order by s.school_id
    $$
    """)
    op.execute(
        "revoke execute on function tenants_overseen_by(overseer uuid, today date) from public"
    )
    op.execute(
        "grant execute on function tenants_overseen_by(overseer uuid, today date) to portal_app"
    )
    op.execute("""
    create function tenants_taken(overseer uuid, urns text[], slugs text[]) returns table (urn text, slug text, theirs boolean)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select o.urn, o.slug, overseer in (select s.overseer_id from tenants_oversight s
                                      where s.school_id = o.id)
      from tenants_organisation o
     where o.urn = any(urns) or o.slug = any(slugs)
    $$
    """)
    op.execute(
        "revoke execute on function tenants_taken(overseer uuid, urns text[], slugs text[]) from public"
    )
    op.execute(
        "grant execute on function tenants_taken(overseer uuid, urns text[], slugs text[]) to portal_app"
    )
    op.execute("""
    create function tenants_away_everywhere(here uuid, at timestamptz) returns table (person_id uuid, role text, from_at timestamptz, until_at timestamptz, review_on date, since timestamptz)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
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
    $$
    """)
    op.execute(
        "revoke execute on function tenants_away_everywhere(here uuid, at timestamptz) from public"
    )
    op.execute(
        "grant execute on function tenants_away_everywhere(here uuid, at timestamptz) to portal_app"
    )
    op.execute("""
    create function tenants_away_at_keeper(here uuid, at timestamptz) returns table (id uuid, person_id uuid, role text, from_at timestamptz, until_at timestamptz, stand_in_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select a.id, a.person_id, a.role, a.from_at, a.until_at, a.stand_in_id
      from tenants_oversight s
      join tenants_absence a on a.school_id = s.overseer_id
     where s.school_id = here and s.kind = 'successor'
       and (at at time zone 'Europe/London')::date
           between s.from_on and coalesce(s.until_on, 'infinity')
       and (a.until_at is null or a.until_at > at)
    $$
    """)
    op.execute(
        "revoke execute on function tenants_away_at_keeper(here uuid, at timestamptz) from public"
    )
    op.execute(
        "grant execute on function tenants_away_at_keeper(here uuid, at timestamptz) to portal_app"
    )
    op.execute("""
    create function tenants_belongs_elsewhere(person uuid, here uuid, today date) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select exists (select from tenants_membership m
                     join tenants_organisation o on o.id = m.organisation_id
                    where m.person_id = person and m.organisation_id <> here
                      and (m.until_on is null or m.until_on >= today)
                      and (o.until_on is null or o.until_on >= today))
    $$
    """)
    op.execute(
        "revoke execute on function tenants_belongs_elsewhere(person uuid, here uuid, today date) from public"
    )
    op.execute(
        "grant execute on function tenants_belongs_elsewhere(person uuid, here uuid, today date) to portal_app"
    )
    op.execute("""
    create function tenants_visitor(ref text, wanted text, today date) returns table (person_id uuid, person_name text, school_id uuid, slug text, name text, closed_on date, role text, via_name text)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
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
    $$
    """)
    op.execute(
        "revoke execute on function tenants_visitor(ref text, wanted text, today date) from public"
    )
    op.execute(
        "grant execute on function tenants_visitor(ref text, wanted text, today date) to portal_app"
    )
    op.execute("""
    create function tenants_reporting_school(wanted text[], delivered text[]) returns table (school_id uuid, address text, anonymous boolean, proved boolean)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select m.school_id, lower(m.email), m.kind = 'anonymous',
           m.arrives_since is not null or lower(m.email) = any(delivered) as proved
      from tenants_mailbox m join tenants_organisation o on o.id = m.school_id
     where m.kind in ('reports', 'anonymous') and lower(m.email) = any(wanted)
     order by proved desc, array_position(wanted, lower(m.email)), o.until_on desc nulls first, m.id
    $$
    """)
    op.execute(
        "revoke execute on function tenants_reporting_school(wanted text[], delivered text[]) from public"
    )
    op.execute(
        "grant execute on function tenants_reporting_school(wanted text[], delivered text[]) to portal_app"
    )
    op.execute("""
    create function tenants_reports_taken(wanted text, entry uuid) returns boolean
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select exists (select from tenants_mailbox m
                     join tenants_organisation o on o.id = m.school_id
                    where m.kind in ('reports', 'anonymous') and lower(m.email) = wanted
                      and m.id is distinct from entry and o.until_on is null)
    $$
    """)
    op.execute(
        "revoke execute on function tenants_reports_taken(wanted text, entry uuid) from public"
    )
    op.execute(
        "grant execute on function tenants_reports_taken(wanted text, entry uuid) to portal_app"
    )
    op.execute("""
    create function portal_diary_reader(secret bytea) returns table (person_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select f.person_id from portal_diary_feed f
     where f.token_hash = secret and f.withdrawn_at is null
    $$
    """)
    op.execute("revoke execute on function portal_diary_reader(secret bytea) from public")
    op.execute("grant execute on function portal_diary_reader(secret bytea) to portal_app")
    op.execute("""
    create function portal_sender_of(wanted uuid) returns table (school_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select e.school_id from portal_effect e where e.id = wanted
    union
    select r.school_id from portal_recipient r where r.id = wanted
    union
    select m.school_id from portal_mail m where m.id = wanted
    $$
    """)
    op.execute("revoke execute on function portal_sender_of(wanted uuid) from public")
    op.execute("grant execute on function portal_sender_of(wanted uuid) to portal_app")
    op.execute("""
    create function portal_due_schools(at timestamptz) returns table (school_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select distinct e.school_id
      from portal_effect e
     where e.state = 'waiting' and e.run_after <= at
       and (e.lease_until is null or e.lease_until < statement_timestamp())
     order by e.school_id
    $$
    """)
    op.execute("revoke execute on function portal_due_schools(at timestamptz) from public")
    op.execute("grant execute on function portal_due_schools(at timestamptz) to portal_app")
    op.execute("""
    create function portal_dead_leases() returns table (school_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select distinct e.school_id
      from portal_effect e
     where e.state = 'sending' and e.lease_until < statement_timestamp()
     order by e.school_id
    $$
    """)
    op.execute("revoke execute on function portal_dead_leases() from public")
    op.execute("grant execute on function portal_dead_leases() to portal_app")
    op.execute("""
    create function portal_left_drafts(left_since timestamptz[]) returns table (school_id uuid, draft_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select d.school_id, d.id
      from portal_draft d
     where d.kind = 'report' and d.incident_id is null
       and case when d.steps < 3 then d.updated_at else d.step_at end <= left_since[d.steps + 1]
     order by d.school_id, d.id
    $$
    """)
    op.execute(
        "revoke execute on function portal_left_drafts(left_since timestamptz[]) from public"
    )
    op.execute(
        "grant execute on function portal_left_drafts(left_since timestamptz[]) to portal_app"
    )
    op.execute("""
    create function portal_due_duties(at timestamptz) returns table (school_id uuid, duty_id uuid)
    language sql stable security definer
    set search_path = pg_catalog, public, pg_temp
    as $$
    select d.school_id, d.id
      from portal_duty d
     where d.met_at is null and d.lapsed_at is null and d.next_at <= at
     order by d.school_id, d.next_at, d.id
    $$
    """)
    op.execute("revoke execute on function portal_due_duties(at timestamptz) from public")
    op.execute("grant execute on function portal_due_duties(at timestamptz) to portal_app")


def downgrade() -> None:
    op.execute("drop policy app_see on portal_diary_feed")
    op.execute("drop policy app_alter on portal_diary_feed")
    op.execute("drop policy app_see on portal_pace")
    op.execute("drop policy app_alter on portal_pace")
    op.execute("drop policy app_see on portal_test_clock")
    op.execute("drop policy app_alter on portal_test_clock")
    op.execute("drop policy app_see on tenants_establishment")
    op.execute("drop policy app_alter on tenants_establishment")
    op.execute("drop policy app_see on tenants_membership")
    op.execute("drop policy app_alter on tenants_membership")
    op.execute("drop policy app_see on tenants_organisation")
    op.execute("drop policy app_alter on tenants_organisation")
    op.execute("drop policy app_see on tenants_person")
    op.execute("drop policy app_alter on tenants_person")
    op.execute("drop policy app_see on tenants_sending")
    op.execute("drop policy app_alter on tenants_sending")
    op.execute("drop function portal_due_duties(at timestamptz)")
    op.execute("drop function portal_left_drafts(left_since timestamptz[])")
    op.execute("drop function portal_dead_leases()")
    op.execute("drop function portal_due_schools(at timestamptz)")
    op.execute("drop function portal_sender_of(wanted uuid)")
    op.execute("drop function portal_diary_reader(secret bytea)")
    op.execute("drop function tenants_reports_taken(wanted text, entry uuid)")
    op.execute("drop function tenants_reporting_school(wanted text[], delivered text[])")
    op.execute("drop function tenants_visitor(ref text, wanted text, today date)")
    op.execute("drop function tenants_belongs_elsewhere(person uuid, here uuid, today date)")
    op.execute("drop function tenants_away_at_keeper(here uuid, at timestamptz)")
    op.execute("drop function tenants_away_everywhere(here uuid, at timestamptz)")
    op.execute("drop function tenants_taken(overseer uuid, urns text[], slugs text[])")
    op.execute("drop function tenants_overseen_by(overseer uuid, today date)")
    op.execute("drop function tenants_organisations_of(person uuid, today date)")
    op.execute("drop function tenants_relations(person uuid, today date)")
    op.execute("drop function tenants_list_organisations()")
    op.execute("drop function tenants_find_organisation(wanted text)")
    op.execute("drop function tenants_find_person(ref text)")
    op.execute("drop view tenants_holding")
    op.drop_table("portal_submission_pdf")
    op.drop_table("portal_reminder")
    op.drop_index("ix_portal_recipient_subject_subject", table_name="portal_recipient_subject")
    op.drop_index("ix_portal_recipient_subject_incident", table_name="portal_recipient_subject")
    op.drop_table("portal_recipient_subject")
    op.drop_table("portal_evidence_chunk")
    op.drop_index("ix_portal_attempt_recipient", table_name="portal_attempt")
    op.drop_table("portal_attempt")
    op.drop_table("portal_submission")
    op.drop_index("ix_portal_subject_standing", table_name="portal_subject")
    op.drop_index("ix_portal_subject_named", table_name="portal_subject")
    op.drop_table("portal_subject")
    op.drop_index("ix_portal_seen_incident", table_name="portal_seen")
    op.drop_table("portal_seen")
    op.drop_index("ix_portal_recipient_standing", table_name="portal_recipient")
    op.drop_table("portal_recipient")
    op.drop_table("portal_receipt")
    op.drop_index("ix_portal_mail_sender", table_name="portal_mail")
    op.drop_index("ix_portal_mail_received", table_name="portal_mail")
    op.drop_table("portal_mail")
    op.drop_index("ix_portal_long_deed_incident", table_name="portal_long_deed")
    op.drop_table("portal_long_deed")
    op.drop_table("portal_list_import")
    op.drop_index("ix_portal_involvement_person", table_name="portal_involvement")
    op.drop_table("portal_involvement")
    op.drop_table("portal_incident_key")
    op.drop_index("ix_portal_file_incident", table_name="portal_file")
    op.drop_table("portal_file")
    op.drop_table("portal_evidence")
    op.drop_index(
        "ix_portal_effect_sending",
        table_name="portal_effect",
        postgresql_where=sa.text("state = 'sending'"),
    )
    op.drop_index("ix_portal_effect_incident", table_name="portal_effect")
    op.drop_index(
        "ix_portal_effect_due",
        table_name="portal_effect",
        postgresql_where=sa.text("state = 'waiting'"),
    )
    op.drop_table("portal_effect")
    op.drop_index(
        "ix_portal_duty_next",
        table_name="portal_duty",
        postgresql_where=sa.text("met_at is null and lapsed_at is null"),
    )
    op.drop_index(
        "ix_portal_duty_due",
        table_name="portal_duty",
        postgresql_where=sa.text("met_at is null and lapsed_at is null"),
    )
    op.drop_table("portal_duty")
    op.drop_index("ix_portal_draft_owner", table_name="portal_draft")
    op.drop_table("portal_draft")
    op.drop_index(
        "uq_portal_decision_once",
        table_name="portal_decision",
        postgresql_where=sa.text("once is not null"),
    )
    op.drop_index("ix_portal_decision_incident", table_name="portal_decision")
    op.drop_table("portal_decision")
    op.drop_table("portal_concern")
    op.drop_table("tenants_training")
    op.drop_table("tenants_acknowledgement")
    op.drop_index(
        "uq_portal_incident_import_match",
        table_name="portal_incident",
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.drop_index("ix_portal_incident_stage", table_name="portal_incident")
    op.drop_index("ix_portal_incident_list", table_name="portal_incident")
    op.drop_index("ix_portal_incident_kept", table_name="portal_incident")
    op.drop_index("ix_portal_incident_import", table_name="portal_incident")
    op.drop_table("portal_incident")
    op.drop_table("tenants_supplier")
    op.drop_table("tenants_sending")
    op.drop_table("tenants_public_page")
    op.drop_index(
        op.f("ix_tenants_policy_request_school_id_asked_at"), table_name="tenants_policy_request"
    )
    op.drop_table("tenants_policy_request")
    op.drop_table("tenants_policy_draft")
    op.drop_index(op.f("ix_tenants_oversight_overseer_id"), table_name="tenants_oversight")
    op.drop_table("tenants_oversight")
    op.drop_index(op.f("ix_tenants_membership_person_id"), table_name="tenants_membership")
    op.drop_index(
        op.f("ix_tenants_membership_organisation_id_role"), table_name="tenants_membership"
    )
    op.drop_table("tenants_membership")
    op.drop_table("tenants_mailbox")
    op.drop_index(
        op.f("ix_tenants_invitation_school_id_person_id"), table_name="tenants_invitation"
    )
    op.drop_table("tenants_invitation")
    op.drop_index(
        op.f("ix_tenants_dpo_appointment_person_id"), table_name="tenants_dpo_appointment"
    )
    op.drop_table("tenants_dpo_appointment")
    op.drop_table("tenants_document")
    op.drop_table("tenants_contact")
    op.drop_table("tenants_closure")
    op.drop_index(
        op.f("ix_tenants_check_school_id_what_subject_id_checked_at"), table_name="tenants_check"
    )
    op.drop_table("tenants_check")
    op.drop_table("tenants_adoption")
    op.drop_index(op.f("ix_tenants_absence_school_id_person_id"), table_name="tenants_absence")
    op.drop_table("tenants_absence")
    op.drop_table("portal_school_key")
    op.drop_table("portal_returned_mail")
    op.drop_table("portal_log_import")
    op.drop_index(
        "uq_portal_diary_feed_of_person",
        table_name="portal_diary_feed",
        postgresql_where=sa.text("withdrawn_at is null"),
    )
    op.drop_table("portal_diary_feed")
    op.drop_table("portal_counter")
    op.drop_table("portal_audit")
    op.drop_table("tenants_person")
    op.drop_table("tenants_organisation")
    op.drop_table("tenants_establishment")
    op.drop_table("portal_test_clock")
    op.drop_table("portal_pace")
