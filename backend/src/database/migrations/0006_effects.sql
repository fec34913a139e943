-- Skipped: its turn came, and there was nobody to tell.
alter table outbox drop constraint outbox_status_check;
alter table outbox add constraint outbox_status_check
	check (status in ('pending', 'done', 'dead', 'skipped'));
create index outbox_over on outbox (created_at) where status in ('done', 'skipped');

-- Receivers of our webhook that answered 410: they want nothing any more.
create table silenced_receivers (
	-- SHA-256 of its address, which may hold a secret.
	receiver text primary key,
	silenced_at timestamptz not null default now()
);
