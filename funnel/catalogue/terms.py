"""Words: how the documents name metrics, what is ambiguous, and what must hold between numbers."""

from funnel.catalogue.entries import Ambiguous, Constraint, DocumentTerm, Identity, Severity

DOCUMENT_TERMS: tuple[DocumentTerm, ...] = (
    DocumentTerm("funnel", "awareness", "Impressions", "impressions"),
    DocumentTerm("funnel", "awareness", "Reach", "reach"),
    DocumentTerm("funnel", "awareness", "Website Traffic", "sessions"),
    DocumentTerm("funnel", "awareness", "Social Media Engagement", "social_media_engagement"),
    DocumentTerm("funnel", "interest", "Click-Through Rate (CTR)", "click_through_rate"),
    DocumentTerm("funnel", "interest", "Content Interaction", "content_interaction"),
    DocumentTerm("funnel", "interest", "Email Open Rates", "email_open_rate"),
    DocumentTerm("funnel", "decision", "Conversion Rate", "goal_conversion_rate"),
    DocumentTerm("funnel", "decision", "Cart Abandonment Rate", "cart_abandonment_rate"),
    DocumentTerm("funnel", "action", "Sales Conversion Rate", "sales_conversion_rate"),
    DocumentTerm("funnel", "action", "Average Order Value (AOV)", "average_order_value"),
    DocumentTerm("funnel", "action", "Customer Retention Rate", "customer_retention_rate"),
    DocumentTerm("funnel", "action", "Return on Ad Spend (ROAS)", "return_on_ad_spend"),
    DocumentTerm("journey", "awareness_acquisition", "Visitors (aka Traffic)", "visitors"),
    DocumentTerm("journey", "awareness_acquisition", "Sessions", "sessions"),
    DocumentTerm("journey", "awareness_acquisition", "Form Conversions", "form_conversions"),
    DocumentTerm("journey", "consideration", "Engagement Rate", "engagement_rate"),
    DocumentTerm(
        "journey",
        "consideration",
        "Customer channel/communication preferences",
        "channel_preference",
    ),
    DocumentTerm("journey", "consideration", "Time on site", "time_on_site"),
    DocumentTerm("journey", "consideration", "Cart Starts", "cart_starts"),
    DocumentTerm("journey", "consideration", "Wish Lists", "wish_list_adds"),
    DocumentTerm(
        "journey", "consideration", "Click-through on email and SMS", "message_click_rate"
    ),
    DocumentTerm("journey", "decision_conversion", "Conversion rate", "sales_conversion_rate"),
    DocumentTerm(
        "journey", "decision_conversion", "Cart Abandonment rate", "cart_abandonment_rate"
    ),
    DocumentTerm("journey", "decision_conversion", "Bounce Rate", "bounce_rate"),
    DocumentTerm("journey", "post_purchase", "First Response Time", "first_response_time"),
    DocumentTerm("journey", "post_purchase", "Average Handle Time", "average_handle_time"),
    DocumentTerm(
        "journey", "post_purchase", "First Contact Resolution", "first_contact_resolution"
    ),
    DocumentTerm(
        "journey", "post_purchase", "Resolution Time (total time to resolve)", "resolution_time"
    ),
    DocumentTerm(
        "journey",
        "post_purchase",
        "Customer Satisfaction Score (CSAT)",
        "customer_satisfaction_score",
    ),
    DocumentTerm("journey", "post_purchase", "Net Promoter Score (NPS)", "net_promoter_score"),
    DocumentTerm("journey", "post_purchase", "Customer Reviews", "customer_reviews"),
    DocumentTerm("journey", "post_purchase", "Email submissions", "email_submissions"),
    DocumentTerm("journey", "post_purchase", "Chatbot engagement", "chatbot_engagement"),
    DocumentTerm("journey", "post_purchase", "FAQ page Tracking: Visits", "faq_page_visits"),
    DocumentTerm("journey", "post_purchase", "FAQ page Tracking: Time on Page", "faq_time_on_page"),
    DocumentTerm(
        "journey", "retention_optimization", "Repeat Purchase Rate", "repeat_purchase_rate"
    ),
    DocumentTerm(
        "journey",
        "retention_optimization",
        "Customer Lifetime Value (CLV)",
        "customer_lifetime_value",
    ),
    DocumentTerm(
        "journey", "retention_optimization", "Customer Retention Rate", "customer_retention_rate"
    ),
    DocumentTerm("journey", "retention_optimization", "Churn Rate", "churn_rate"),
    DocumentTerm(
        "journey",
        "retention_optimization",
        "Loyalty Program Engagement",
        "loyalty_program_engagement",
    ),
)

AMBIGUOUS: tuple[Ambiguous, ...] = (
    Ambiguous(
        term="conversion rate",
        also=("cvr", "cr", "conversion", "conversions"),
        candidates=("sales_conversion_rate", "goal_conversion_rate", "form_conversion_rate"),
        by_framework=(("funnel", "goal_conversion_rate"), ("journey", "sales_conversion_rate")),
        default="sales_conversion_rate",
        why=(
            "The funnel means a step before the purchase, the journey lists it beside cart "
            "abandonment, and shop tools mean orders per session."
        ),
    ),
    Ambiguous(
        term="traffic",
        also=("web visitors",),
        candidates=("sessions", "visitors"),
        by_framework=(("funnel", "sessions"), ("journey", "visitors")),
        default="sessions",
        why="The funnel counts visits, the journey counts visitors.",
    ),
    Ambiguous(
        term="engagement",
        also=(),
        candidates=("engagement_rate", "social_media_engagement", "content_interaction"),
        by_framework=(("funnel", "social_media_engagement"), ("journey", "engagement_rate")),
        default="engagement_rate",
        why="Three different things go by this name.",
    ),
    Ambiguous(
        term="click rate",
        also=("click-through", "clicks", "cr click"),
        candidates=(
            "click_through_rate",
            "message_click_rate",
            "email_click_rate",
            "sms_click_rate",
        ),
        by_framework=(("funnel", "click_through_rate"), ("journey", "message_click_rate")),
        default="click_through_rate",
        why="It divides by impressions or by deliveries.",
    ),
    Ambiguous(
        term="abandonment",
        also=("abandonment rate",),
        candidates=("cart_abandonment_rate",),
        by_framework=(("funnel", "cart_abandonment_rate"), ("journey", "cart_abandonment_rate")),
        default="cart_abandonment_rate",
        why="Only carts are meant; checkout abandonment is another figure.",
    ),
    Ambiguous(
        term="retention",
        also=("retained customers",),
        candidates=("customer_retention_rate", "repeat_purchase_rate"),
        by_framework=(
            ("funnel", "customer_retention_rate"),
            ("journey", "customer_retention_rate"),
        ),
        default="customer_retention_rate",
        why="Shops often say retention for the repeat purchase rate.",
    ),
    Ambiguous(
        term="sales",
        also=("sell",),
        candidates=("sales_revenue", "orders"),
        by_framework=(("funnel", "sales_revenue"), ("journey", "sales_revenue")),
        default="sales_revenue",
        why="Money or number of orders.",
    ),
    Ambiguous(
        term="response time",
        also=("reply time",),
        candidates=("first_response_time", "resolution_time"),
        by_framework=(("funnel", "first_response_time"), ("journey", "first_response_time")),
        default="first_response_time",
        why="Until the first reply or until the solution.",
    ),
    Ambiguous(
        term="reviews",
        also=("review",),
        candidates=("customer_reviews", "average_review_rating", "review_rate"),
        by_framework=(("funnel", "customer_reviews"), ("journey", "customer_reviews")),
        default="customer_reviews",
        why="Their number, their stars or their share of orders.",
    ),
    Ambiguous(
        term="time on page",
        also=("dwell time",),
        candidates=("time_on_site", "faq_time_on_page"),
        by_framework=(("funnel", "time_on_site"), ("journey", "time_on_site")),
        default="time_on_site",
        why="The whole site or the FAQ pages.",
    ),
    Ambiguous(
        term="satisfaction",
        also=("happiness",),
        candidates=("customer_satisfaction_score", "csat_average", "net_promoter_score"),
        by_framework=(
            ("funnel", "customer_satisfaction_score"),
            ("journey", "customer_satisfaction_score"),
        ),
        default="customer_satisfaction_score",
        why="A share of happy answers, a mean rating or NPS.",
    ),
)

IDENTITIES: tuple[Identity, ...] = (
    Identity(
        "revenue_tree",
        "sales_revenue = sessions * sales_conversion_rate / 100 * average_order_value",
        ("sales_revenue", "sessions", "sales_conversion_rate", "average_order_value"),
        "splits a change of revenue into traffic, conversion and basket",
    ),
    Identity(
        "orders_tree",
        "orders = sessions * add_to_cart_rate / 100 * (1 - cart_abandonment_rate / 100)",
        ("orders", "sessions", "add_to_cart_rate", "cart_abandonment_rate"),
        "tells a loss before the cart from one after it, where carts are counted per session",
    ),
    Identity(
        "bounce_complement",
        "bounce_rate = 100 - engagement_rate",
        ("bounce_rate", "engagement_rate"),
        "makes the two one signal for warnings; holds for GA4's definitions",
        complement=True,
    ),
    Identity(
        "churn_complement",
        "churn_rate = 100 - customer_retention_rate",
        ("churn_rate", "customer_retention_rate"),
        "makes the two one signal for warnings; holds on one base and period",
        complement=True,
    ),
    Identity(
        "message_mix",
        "message_click_rate = mean of email_click_rate and sms_click_rate, weighted by deliveries",
        ("message_click_rate", "email_click_rate", "sms_click_rate"),
        "tells a shift of the mix from a real fall",
    ),
    Identity(
        "leads",
        "form_conversions = form_views * form_conversion_rate / 100",
        ("form_conversions", "form_conversion_rate"),
        "tells fewer people at the form from a form that works less well",
    ),
)

CONSTRAINTS: tuple[Constraint, ...] = (
    Constraint(("reached_accounts",), "impressions", Severity.ERROR),
    Constraint(
        ("visitors",),
        "sessions",
        Severity.WARN,
        "Within one period and tool; midnight and time zones can break it slightly.",
    ),
    Constraint(("engaged_sessions",), "sessions", Severity.ERROR),
    Constraint(("carts_purchased",), "carts_created", Severity.ERROR),
    Constraint(("email_openers",), "emails_delivered", Severity.ERROR),
    Constraint(("email_clickers",), "emails_delivered", Severity.ERROR),
    Constraint(("sms_clickers",), "sms_delivered", Severity.ERROR),
    Constraint(("tickets_resolved_first_contact",), "tickets_resolved", Severity.ERROR),
    Constraint(("csat_positive",), "csat_responses", Severity.ERROR),
    Constraint(("nps_promoters", "nps_detractors"), "nps_responses", Severity.ERROR),
    Constraint(("repeat_customers_in_window",), "customers_in_window", Severity.ERROR),
    Constraint(("customers_lost",), "customers_at_start", Severity.ERROR),
    Constraint(("loyalty_active_members",), "loyalty_members", Severity.ERROR),
    Constraint(("loyalty_redeeming_members",), "loyalty_active_members", Severity.WARN),
    Constraint(("chatbot_engaged_sessions",), "chatbot_sessions", Severity.ERROR),
    Constraint(("clicks",), "impressions", Severity.WARN, "Ads with several clicks can break it."),
)
