"""Default lists, proposed where a policy prints none."""

from __future__ import annotations

from tenants.policy.answers import LogHeading, Point
from tenants.regulator import ICO

# Asked whatever a document prints: the clocks, the figures and the regulator's form need it, and
# the regulator sees by it that the law was kept: facts, effects, remedial action (UK GDPR Article
# 33(5)).
ALWAYS_LOGGED = (
    LogHeading(key="occurred", text="When it happened"),
    LogHeading(key="discovered", text="When it was noticed"),
    LogHeading(key="aware", text="When the school became aware of a breach"),
    LogHeading(key="people", text="About how many people are affected"),
    LogHeading(key="records", text="About how many records are affected"),
    LogHeading(key="report_to_ico", text=f"Whether the {ICO} must know, and why", required=False),
    LogHeading(key="people_told", text="Whether the people affected are told", required=False),
    LogHeading(key="effects", text="What it led to, or may lead to"),
    LogHeading(key="remedy", text="What was done about it"),
)
LAWFUL_LOG = (LogHeading(key="description", text="What happened"), *ALWAYS_LOGGED)
OTHERS = (
    Point(key="insurers", text="The school’s insurers"),
    Point(key="legal", text="A legal adviser"),
    Point(key="police", text="The police"),
    Point(key="local_authority", text="The local authority"),
    Point(key="it", text="Specialist IT support"),
    Point(key="press", text="A press adviser"),
)
