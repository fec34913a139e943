-- That a trial was looked at says nothing of a second subscription; what a backfill found is judged as
-- neither.
alter table trial_checks drop constraint trial_checks_verdict_check;
alter table trial_checks add constraint trial_checks_verdict_check
	check (verdict in ('first', 'again', 'pardoned'));
