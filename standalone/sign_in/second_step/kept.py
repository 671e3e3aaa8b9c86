"""What is kept of each person's second step. Each code is taken once, also in two tabs at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from portal.host import SystemClock
from standalone.sign_in import telling
from standalone.sign_in.sealing import keyring
from standalone.sign_in.second_step import codes
from standalone.users import SecondStep, User, datastore, db

if TYPE_CHECKING:
    from uuid import UUID


def find(user_id: UUID) -> SecondStep | None:
    """This user's second step, if they have one."""
    return db.session.get(SecondStep, user_id)


def begin(user: User, secret: str, code: str) -> tuple[str, ...] | None:
    """Keep the secret if the code is one of it, and tell them; the spare codes, or None if wrong.

    None as well where another tab was first. Who is signed in elsewhere signs in again, with it.
    """
    now = SystemClock().now()  # phones have no other
    turn = codes.turn_of(secret, code, now, after=0)
    if turn is None or find(user.id) is not None:
        return None
    spares = codes.new_spares()
    sealed = keyring().wrap(secret.encode(), user.id)
    kept = [codes.digest(user.id, one) for one in spares]
    db.session.add(SecondStep(user_id=user.id, secret=sealed, used=turn, spares=kept, since=now))
    datastore().set_uniquifier(user)
    try:
        db.session.commit()
    except IntegrityError:  # the button was pressed twice: the other press has set it up
        db.session.rollback()
        return None
    telling.tell(user, telling.SET_UP)
    return spares


def take(step: SecondStep, typed: str) -> bool:
    """Whether this is a code of theirs, or a spare one, that was not taken before."""
    secret = keyring().unwrap(step.secret, step.user_id).decode()
    turn = codes.turn_of(secret, typed, SystemClock().now(), after=step.used)
    spare = codes.digest(step.user_id, typed)
    of = sa.update(SecondStep).where(SecondStep.user_id == step.user_id)
    if turn is not None:
        taken = of.where(SecondStep.used < turn).values(used=turn)
    else:
        taken = of.where(sa.literal(spare) == sa.any_(SecondStep.spares)).values(
            spares=sa.func.array_remove(SecondStep.spares, spare)
        )
    done = db.session.execute(taken.returning(SecondStep.user_id)).first() is not None
    db.session.commit()
    return done


def renew_spares(step: SecondStep) -> tuple[str, ...]:
    """New spare codes; the old ones open nothing from now on."""
    spares = codes.new_spares()
    step.spares = [codes.digest(step.user_id, one) for one in spares]
    db.session.commit()
    return spares


def forget(user_id: UUID) -> bool:
    """The password alone is enough from now on; False where it was already.

    Who is signed in, like a phone that was lost, signs in again; their owner is told.
    """
    step = find(user_id)
    if step is not None:
        user = db.session.get_one(User, user_id)
        db.session.delete(step)
        datastore().set_uniquifier(user)
        db.session.commit()
        telling.tell(user, telling.REMOVED)
    return step is not None


def rewrap() -> int:
    """Wrap with the master key in use the secrets that an earlier one wrapped; how many."""
    ring = keyring()
    steps = db.session.scalars(sa.select(SecondStep).with_for_update())
    anew = [(step, ring.wrapped_anew(step.secret, step.user_id)) for step in steps]
    changed = [(step, secret) for step, secret in anew if secret is not None]
    for step, secret in changed:
        step.secret = secret
    db.session.commit()
    return len(changed)
