-- What a backfill found of each customer in Stripe: whom it claims to stand for, and what came of that.
create table imported_customers (
	stripe_customer_id text primary key,
	-- The id of a user as metadata or the operator's file says it; null when neither says one.
	claimed_user_id text,
	claimed_by text check (claimed_by in ('metadata', 'file')),
	created_at timestamptz not null,
	-- Null until decided.
	verdict text check (verdict in (
		'linked', 'names_nobody', 'no_such_user', 'user_has_another', 'customer_is_anothers', 'deleted'
	))
);

create index imported_customers_undecided on imported_customers (claimed_user_id, stripe_customer_id)
	where verdict is null;
create index imported_customers_waiting on imported_customers (claimed_user_id)
	where verdict = 'no_such_user';
