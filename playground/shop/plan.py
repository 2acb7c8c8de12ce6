"""The five breaks of the demo shop, one of each kind: when they run and how large they are."""

from datetime import date, timedelta

from playground.shop.planted import Effect, Kind, Planted, Shape


def plan_breaks(before: date) -> tuple[Planted, ...]:
    """One break of each kind, oldest first, placed by days before the date `before`."""

    def ago(days: int) -> date:
        return before - timedelta(days=days)

    return (
        _retention(ago(300), ago(215)),
        _consideration(ago(170), ago(128)),
        _acquisition(ago(48)),
        _post_purchase(ago(40), ago(26)),
        _decision(ago(16)),
    )


def _retention(onset: date, end: date) -> Planted:
    return Planted(
        kind=Kind.RETENTION,
        shape=Shape.LEAK,
        onset=onset,
        end=end,
        ramp_days=30,
        effects=(
            Effect("repeat_purchase_rate", -0.22),
            Effect("loyalty_program_engagement", -0.20),
            Effect("churn_rate", 0.25),
        ),
        consequences=("customer_retention_rate", "loyalty_redemption_rate"),
    )


def _consideration(onset: date, end: date) -> Planted:
    return Planted(
        kind=Kind.CONSIDERATION,
        shape=Shape.FADE,
        onset=onset,
        end=end,
        effects=(
            Effect("email_click_rate", -0.35),
            Effect("sms_click_rate", -0.30),
            Effect("engagement_rate", -0.12),
            Effect("add_to_cart_rate", -0.18),
        ),
        consequences=(
            "message_click_rate",
            "bounce_rate",
            "cart_starts",
            "orders",
            "sales_conversion_rate",
            "sales_revenue",
            "return_on_ad_spend",
            "email_submissions",
            "customer_reviews",
        ),
    )


def _acquisition(onset: date) -> Planted:
    return Planted(
        kind=Kind.ACQUISITION,
        shape=Shape.LEAK,
        onset=onset,
        end=None,
        ramp_days=42,
        effects=(Effect("form_conversion_rate", -0.35),),
        consequences=("form_conversions", "goal_conversion_rate"),
    )


def _post_purchase(onset: date, end: date) -> Planted:
    return Planted(
        kind=Kind.POST_PURCHASE,
        shape=Shape.JUMP,
        onset=onset,
        end=end,
        effects=(
            Effect("first_response_time", 0.70),
            Effect("resolution_time", 0.50),
            Effect("first_contact_resolution", -0.15),
            Effect("customer_satisfaction_score", -0.14),
        ),
        consequences=("csat_average",),
    )


def _decision(onset: date) -> Planted:
    return Planted(
        kind=Kind.DECISION,
        shape=Shape.SHIFT,
        onset=onset,
        end=None,
        segment=("device", "mobile"),
        effects=(Effect("cart_abandonment_rate", 0.085),),
        consequences=(
            "orders",
            "sales_conversion_rate",
            "sales_revenue",
            "return_on_ad_spend",
            "email_submissions",
            "customer_reviews",
            "average_order_value",
        ),
    )
