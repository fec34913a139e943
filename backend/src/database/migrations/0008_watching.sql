-- W3C traceparent of the delivery, and of what caused an effect: what follows links to it.
alter table stripe_events add column traceparent text;
alter table outbox add column traceparent text;

-- For figures that are asked for every few seconds.
create index outbox_dead on outbox (kind) where status = 'dead';
create index users_billed on users (subscription_status, subscription_tier)
	where subscription_status is not null or subscription_tier is not null;
