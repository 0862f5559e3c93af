-- Views on top of the tables. Each begins with a comment line: what its rows are.

-- Where threads waited, by reason, resource and place; without pool threads that waited for work.
CREATE VIEW wait_profile AS
SELECT
  reason,
  resource,
  function,
  called,
  any_value(file) AS file,
  any_value(line) AS line,
  count(*) AS waits,
  sum(dur)::BIGINT AS total_dur,
  max(dur) AS max_dur,
  arg_max(stack_id, dur) AS longest_stack_id,
  arg_max(utid, dur) AS longest_utid,
  arg_max(ts, dur) AS longest_ts,
  trace_id
FROM thread_state
WHERE state IN ('waiting', 'pinned', 'syscall') AND NOT is_idle
GROUP BY trace_id, reason, resource, function, called;

-- How long threads waited for a carrier or processor, by group.
CREATE VIEW runnable_latency AS
SELECT
  t.group_name,
  count(*) AS waits,
  sum(s.dur)::BIGINT AS total_dur,
  quantile_disc(s.dur, 0.5) AS p50_dur,
  quantile_disc(s.dur, 0.99) AS p99_dur,
  max(s.dur) AS max_dur,
  s.trace_id
FROM thread_state s JOIN thread t USING (utid)
WHERE s.state = 'runnable'
GROUP BY s.trace_id, t.group_name;

-- A wait that kept its carrier.
CREATE VIEW pinning AS
SELECT ts, dur, utid, cpu, reason, resource, function, called, stack_id, trace_id
FROM thread_state
WHERE state = 'pinned';

-- Regions and what the runtime did, as slices on the thread that they are about.
CREATE VIEW slice AS
SELECT ts, dur, name, 'region' AS category, utid, depth, task_id, trace_id
FROM region
UNION ALL
SELECT ts, dur, name, 'runtime', NULL, 0, NULL, trace_id
FROM runtime_range;

-- A task that is a span of a tracing system.
CREATE VIEW span AS
SELECT
  t.task_id,
  split_part(l.message, '-', 1) AS span_trace_id,
  split_part(l.message, '-', 2) AS span_id,
  t.name,
  t.ts,
  t.dur,
  t.trace_id
FROM task t JOIN log l ON l.task_id = t.task_id AND l.trace_id = t.trace_id
WHERE l.category = 'externalId' AND regexp_full_match(l.message, '[0-9a-fA-F]+-[0-9a-fA-F]+');
