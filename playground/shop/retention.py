"""Whether customers come back. Each figure is read on the customers whose window closes that day,
so that days hold different people and are independent."""

from playground.shop.day import Day
from playground.shop.rows import Sheet
from playground.shop.season import growth


def note_retention(day: Day, sheet: Sheet) -> None:
    """Second orders within 90 days, customers kept and lost, value after one year."""
    size = growth(day.date)
    window = day.count("customers_in_window", 560 * size, spread=0.06)
    again = 0.288 * day.factor("repeat_purchase_rate")
    sheet.ratio("repeat_purchase_rate", day.part("repeat_customers", window, again), window)
    at_start = day.count("customers_at_start", 640 * size, spread=0.06)
    lost = day.part("customers_lost", at_start, 0.215 * day.factor("churn_rate"))
    sheet.ratio("churn_rate", lost, at_start)
    sheet.ratio("customer_retention_rate", at_start - lost, at_start)
    cohort = day.count("cohort_customers", 430 * size, spread=0.06)
    spent = day.total("cohort_revenue_to_date", cohort, 104, variation=1.1)
    sheet.ratio("customer_lifetime_value", spent, cohort, scale=1)


def note_loyalty(day: Day, sheet: Sheet) -> None:
    """The loyalty programme: members whose month ends, those active in it, those who redeemed."""
    members = day.count("loyalty_members", 1_900 * growth(day.date), spread=0.05)
    share = 0.31 * day.factor("loyalty_program_engagement")
    active = day.part("loyalty_active_members", members, share)
    redeemed = day.part("loyalty_redeeming_members", active, 0.36)
    sheet.ratio("loyalty_program_engagement", active, members)
    sheet.ratio("loyalty_redemption_rate", redeemed, members)
