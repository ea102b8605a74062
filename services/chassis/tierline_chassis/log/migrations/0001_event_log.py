"""The event log: topics, heads, events, consumers' progress, and the functions through which alone services reach them."""

from alembic import op

revision = "0001"
down_revision = None

TABLES = """
CREATE TABLE topic (
    topic text PRIMARY KEY,
    producer text NOT NULL,
    consumers text[] NOT NULL,
    partitions int NOT NULL CHECK (partitions > 0)
);
CREATE TABLE head (
    topic text NOT NULL REFERENCES topic,
    partition int NOT NULL,
    position bigint NOT NULL DEFAULT 0,
    trimmed bigint NOT NULL DEFAULT 0,
    PRIMARY KEY (topic, partition)
) WITH (fillfactor = 20);
CREATE TABLE event (
    topic text NOT NULL,
    partition int NOT NULL,
    position bigint NOT NULL,
    event_id uuid NOT NULL,
    key text NOT NULL,
    tenant_id uuid NOT NULL,
    type text NOT NULL,
    event_time timestamptz NOT NULL,
    recorded_at timestamptz NOT NULL DEFAULT now(),
    cause text,
    headers jsonb NOT NULL,
    payload bytea NOT NULL,
    PRIMARY KEY (topic, partition, position)
);
CREATE TABLE progress (
    consumer text NOT NULL,
    topic text NOT NULL REFERENCES topic,
    partition int NOT NULL,
    position bigint NOT NULL,
    reported_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (consumer, topic, partition)
);
COMMENT ON COLUMN head.trimmed IS 'Events up to this position were removed by retention';
"""

# The names of roles are `<database>_<service>`; the owner (and who may act as the owner) may do everything.
CALLER = """
CREATE FUNCTION check_caller(service text) RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF session_user <> current_database() || '_' || service AND NOT pg_has_role(session_user, current_user, 'MEMBER') THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not act for the service %s', session_user, service);
    END IF;
END $$;
CREATE FUNCTION check_reader(service text, topics text[]) RETURNS void LANGUAGE plpgsql STABLE SET search_path = pg_catalog, pg_temp AS $$
DECLARE refused text;
BEGIN
    PERFORM log.check_caller(service);
    SELECT wanted INTO refused FROM unnest(topics) AS wanted LEFT JOIN log.topic t ON t.topic = wanted
        WHERE t.topic IS NULL OR NOT (service = t.producer OR service = ANY (t.consumers)) LIMIT 1;
    IF FOUND THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s does not list the consumer %s', refused, service);
    END IF;
END $$;
"""

# The first statement locks the heads in one order for all writers; the second, with a fresh snapshot, moves them and inserts.
APPEND = """
CREATE FUNCTION append(
    service text, tenancy text, topics text[], partitions int[], event_ids uuid[], keys text[], tenant_ids uuid[], types text[],
    event_times timestamptz[], causes text[], headers text[], payloads bytea[]
) RETURNS TABLE (id uuid, at_topic text, at_partition int, at_position bigint)
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE locked bigint; wanted bigint;
BEGIN
    PERFORM log.check_caller(service);
    SELECT count(*) INTO locked FROM (
        SELECT 1 FROM log.head h JOIN log.topic t USING (topic)
        WHERE t.producer = service AND (h.topic, h.partition) IN (SELECT * FROM unnest(append.topics, append.partitions))
        ORDER BY h.topic COLLATE "C", h.partition FOR UPDATE OF h
    ) AS heads;
    SELECT count(*) INTO wanted FROM (SELECT DISTINCT * FROM unnest(topics, partitions)) AS slots;
    IF locked <> wanted THEN
        RAISE insufficient_privilege USING MESSAGE = format('%s may not write some of the topics %s', service, topics);
    END IF;
    RETURN QUERY
    WITH fresh AS (
        SELECT u.*, row_number() OVER (PARTITION BY u.topic, u.partition ORDER BY u.ordinal) AS step
        FROM unnest(topics, partitions, event_ids, keys, tenant_ids, types, event_times, causes, headers, payloads)
            WITH ORDINALITY AS u(topic, partition, event_id, key, tenant_id, type, event_time, cause, header, payload, ordinal)
    ), moved AS (
        UPDATE log.head h SET position = h.position + s.number
        FROM (SELECT f.topic, f.partition, count(*) AS number FROM fresh f GROUP BY 1, 2) AS s
        WHERE h.topic = s.topic AND h.partition = s.partition
        RETURNING h.topic, h.partition, h.position - s.number AS base
    )
    INSERT INTO log.event AS e (topic, partition, position, event_id, key, tenant_id, type, event_time, cause, headers, payload)
    SELECT f.topic, f.partition, m.base + f.step, f.event_id, f.key, f.tenant_id, f.type, f.event_time, f.cause,
        CASE WHEN tenancy IS NULL THEN f.header::jsonb ELSE f.header::jsonb || jsonb_build_object('tierline-tenancy', tenancy) END, f.payload
    FROM fresh f JOIN moved m ON m.topic = f.topic AND m.partition = f.partition
    RETURNING e.event_id, e.topic, e.partition, e.position;
END $$;
"""

READ = """
CREATE FUNCTION read(service text, topics text[], partitions int[], after bigint[], max_events int)
RETURNS TABLE (topic text, partition int, "position" bigint, event_id uuid, key text, tenant_id uuid, type text, event_time timestamptz, cause text,
    headers jsonb, payload bytea)
LANGUAGE plpgsql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM log.check_reader(service, (SELECT array_agg(DISTINCT t) FROM unnest(topics) AS t));
    RETURN QUERY
    WITH news AS (
        SELECT h.topic, h.partition, a.after, count(*) OVER () AS busy
        FROM unnest(topics, partitions, after) AS a(topic, partition, after)
        JOIN log.head h ON h.topic = a.topic AND h.partition = a.partition AND h.position > a.after
    )
    SELECT e.* FROM news CROSS JOIN LATERAL (
        SELECT e.topic, e.partition, e.position, e.event_id, e.key, e.tenant_id, e.type, e.event_time, e.cause, e.headers, e.payload FROM log.event e
        WHERE e.topic = news.topic AND e.partition = news.partition AND e.position > news.after
        ORDER BY e.position LIMIT greatest(max_events / news.busy, 1)
    ) AS e;
END $$;
CREATE FUNCTION heads(topics text[]) RETURNS TABLE (topic text, partition int, "position" bigint, trimmed bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    SELECT h.topic, h.partition, h.position, h.trimmed FROM log.head h WHERE h.topic = ANY (topics)
$$;
"""

KEEPING = """
CREATE FUNCTION report(service text, consumer text, topics text[], partitions int[], positions bigint[]) RETURNS void
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
#variable_conflict use_column
BEGIN
    PERFORM log.check_reader(report.service, report.topics);
    INSERT INTO log.progress AS p (consumer, topic, partition, position)
    SELECT report.consumer, u.topic, u.partition, u.position FROM unnest(topics, partitions, positions) AS u(topic, partition, position)
    ORDER BY u.topic, u.partition
    ON CONFLICT (consumer, topic, partition) DO UPDATE SET position = excluded.position, reported_at = now() WHERE p.position < excluded.position;
END $$;
CREATE FUNCTION "trim"(service text, of_topic text, recorded_before timestamptz, max_events int) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE slot record; window_end bigint; upto bigint; removed bigint := 0;
BEGIN
    PERFORM log.check_caller(service);
    FOR slot IN
        SELECT h.topic, h.partition, h.trimmed, least(h.position, (
            SELECT min(coalesce(p.position, 0)) FROM unnest(t.consumers) AS c(consumer)
            LEFT JOIN log.progress p ON p.consumer = c.consumer AND p.topic = h.topic AND p.partition = h.partition
        )) AS behind
        FROM log.head h JOIN log.topic t USING (topic) WHERE h.topic = of_topic AND t.producer = service ORDER BY h.partition
    LOOP
        window_end := least(slot.behind, slot.trimmed + max_events);
        SELECT coalesce(min(e.position) - 1, window_end) INTO upto FROM log.event e
            WHERE e.topic = slot.topic AND e.partition = slot.partition AND e.position > slot.trimmed AND e.position <= window_end
                AND e.recorded_at >= recorded_before;
        CONTINUE WHEN upto <= slot.trimmed;
        DELETE FROM log.event e WHERE e.topic = slot.topic AND e.partition = slot.partition AND e.position > slot.trimmed AND e.position <= upto;
        UPDATE log.head h SET trimmed = upto WHERE h.topic = slot.topic AND h.partition = slot.partition;
        removed := removed + upto - slot.trimmed;
    END LOOP;
    RETURN removed;
END $$;
CREATE FUNCTION erase(service text, of_topic text, of_partition int, of_tenant uuid, of_key text, of_ids uuid[]) RETURNS bigint
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
DECLARE redacted bigint;
BEGIN
    PERFORM log.check_caller(service);
    UPDATE log.event e SET payload = ''::bytea, headers = e.headers || '{"tierline-erased": "true"}'
    FROM log.topic t
    WHERE t.topic = of_topic AND t.producer = service AND e.topic = of_topic AND e.partition = of_partition AND e.tenant_id = of_tenant
        AND e.key = of_key AND (of_ids IS NULL OR e.event_id = ANY (of_ids));
    GET DIAGNOSTICS redacted = ROW_COUNT;
    RETURN redacted;
END $$;
"""


def upgrade() -> None:
    for statements in (TABLES, CALLER, APPEND, READ, KEEPING):
        op.execute(statements)
    op.execute("REVOKE ALL ON ALL FUNCTIONS IN SCHEMA log FROM PUBLIC")
