-- epoch fences a run that slept through its lease; requests tells a finishing run that it was asked
-- for once more meanwhile.
alter table jobs add column epoch integer not null default 0;
alter table jobs add column requests integer not null default 0;
alter table jobs add column failures integer not null default 0;
alter table jobs add column last_ok_at timestamptz;

-- When the end of a period last had this customer looked at: not again for some minutes.
alter table lanes add column looked_at timestamptz;

create index subscriptions_cancels on subscriptions (cancels_at)
	where status not in ('canceled', 'incomplete_expired');
create index subscriptions_trial_ends on subscriptions (trial_ends_at) where status = 'trialing';
create index subscriptions_live_ids on subscriptions (stripe_subscription_id)
	where status not in ('canceled', 'incomplete_expired');

-- Found in Stripe's list and not delivered until now.
create index stripe_events_undelivered on stripe_events (received_at) where received_by = 'list';
