-- The record, version 1. Times are milliseconds since 1970-01-01 UTC: exact, and a difference is a
-- subtraction. The views at the end give them as text, and are the easy way in:
--   sqlite3 -readonly -box record.db 'select * from ruled_out'
--
-- Rows are added and never changed. The triggers look at every key themselves, since REPLACE deletes
-- without firing a DELETE trigger: an id or seq must be the next, and any other key must be new.

CREATE TABLE book (
    hash TEXT NOT NULL PRIMARY KEY,     -- SHA-256 of the bytes
    bytes BLOB NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE incident (
    id INTEGER PRIMARY KEY,             -- 1, 2, 3 ...
    name TEXT NOT NULL UNIQUE,          -- 20260914-1020-checkout-5xx
    runbook TEXT NOT NULL,              -- its id
    title TEXT NOT NULL,                -- the runbook's
    opened INTEGER NOT NULL
) STRICT;

CREATE INDEX incident_runbook ON incident (runbook);

CREATE TABLE pinned (                   -- the texts that an incident is walked with
    incident INTEGER NOT NULL REFERENCES incident (id),
    role TEXT NOT NULL,                 -- runbook, severity, check
    path TEXT NOT NULL,                 -- as it was named
    book TEXT NOT NULL REFERENCES book (hash),
    PRIMARY KEY (incident, role, path)
) STRICT, WITHOUT ROWID;

CREATE TABLE evidence (
    id INTEGER PRIMARY KEY,
    digest TEXT NOT NULL UNIQUE,        -- SHA-256 of the text
    codec TEXT NOT NULL CHECK (codec IN ('plain', 'zstd', 'erased')),
    bytes BLOB NOT NULL
) STRICT;

CREATE TABLE event (
    incident INTEGER NOT NULL REFERENCES incident (id),
    seq INTEGER NOT NULL,               -- 1, 2, 3 ... within the incident: the only order
    at INTEGER NOT NULL,                -- when it happened
    recorded_at INTEGER NOT NULL,       -- when it was written
    actor TEXT NOT NULL,
    kind TEXT NOT NULL,                 -- opened, asked, answered ...
    step TEXT,
    value TEXT,
    evidence TEXT REFERENCES evidence (digest),
    source TEXT,                        -- of an answer: person, check
    took_ms INTEGER,                    -- from asked to answered
    chain TEXT NOT NULL,                -- SHA-256 over the one before and this row
    PRIMARY KEY (incident, seq)
) STRICT, WITHOUT ROWID;

-- What a list of incidents needs, without reading every answer.
-- SQLite would not choose the index by itself, so the view names it.
CREATE INDEX event_turn ON event (incident, kind, seq)
    WHERE kind IN ('severity', 'handed_over', 'closed');

CREATE VIEW turn AS
SELECT incident, seq, kind, at, value FROM event INDEXED BY event_turn
WHERE kind IN ('severity', 'handed_over', 'closed');

-- What the events did to the causes. Derived: replaying an incident's events gives the same again,
-- so the chain does not cover it.
CREATE TABLE cause_change (
    incident INTEGER NOT NULL,
    cause TEXT NOT NULL,
    seq INTEGER NOT NULL,               -- of the event that brought it
    from_state TEXT NOT NULL,           -- open, suspected, ruled_out, confirmed, contradicted
    to_state TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (incident, cause, seq),
    FOREIGN KEY (incident, seq) REFERENCES event (incident, seq)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER book_insert BEFORE INSERT ON book
WHEN EXISTS (SELECT 1 FROM book WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'book: already there'); END;

CREATE TRIGGER incident_insert BEFORE INSERT ON incident
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM incident)
    OR EXISTS (SELECT 1 FROM incident WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'incident: id is not the next, or the name is taken'); END;

CREATE TRIGGER pinned_insert BEFORE INSERT ON pinned
WHEN EXISTS (SELECT 1 FROM event WHERE incident = NEW.incident)
    OR EXISTS (SELECT 1 FROM pinned
               WHERE incident = NEW.incident AND role = NEW.role AND path = NEW.path)
BEGIN SELECT RAISE(ABORT, 'pinned: only before the first event, and once'); END;

CREATE TRIGGER evidence_insert BEFORE INSERT ON evidence
WHEN NEW.id IS NOT (SELECT coalesce(max(id), 0) + 1 FROM evidence)
    OR EXISTS (SELECT 1 FROM evidence WHERE digest = NEW.digest)
BEGIN SELECT RAISE(ABORT, 'evidence: id is not the next, or the digest is there'); END;

CREATE TRIGGER event_insert BEFORE INSERT ON event
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM event WHERE incident = NEW.incident)
BEGIN SELECT RAISE(ABORT, 'event: seq is not the next'); END;

CREATE TRIGGER cause_change_insert BEFORE INSERT ON cause_change
WHEN NEW.seq IS NOT (SELECT max(seq) FROM event WHERE incident = NEW.incident)
    OR EXISTS (SELECT 1 FROM cause_change
               WHERE incident = NEW.incident AND cause = NEW.cause AND seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'cause_change: not of the last event, or already there'); END;

CREATE TRIGGER book_update BEFORE UPDATE ON book
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER incident_update BEFORE UPDATE ON incident
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER pinned_update BEFORE UPDATE ON pinned
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_update BEFORE UPDATE ON event
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

-- The one change there is: a secret that leaked is erased. The digest stays, so the chain holds.
CREATE TRIGGER evidence_update BEFORE UPDATE ON evidence
WHEN NEW.id IS NOT OLD.id OR NEW.digest IS NOT OLD.digest
    OR NEW.codec IS NOT 'erased' OR NEW.bytes IS NOT x''
BEGIN SELECT RAISE(ABORT, 'evidence can only be erased: codec erased, bytes empty'); END;
CREATE TRIGGER cause_change_update BEFORE UPDATE ON cause_change
WHEN NEW.incident IS NOT OLD.incident OR NEW.cause IS NOT OLD.cause OR NEW.seq IS NOT OLD.seq
    OR NEW.from_state IS NOT OLD.from_state OR NEW.to_state IS NOT OLD.to_state
    OR NEW.reason IS NOT '[erased]'
BEGIN SELECT RAISE(ABORT, 'a reason can only be erased: it becomes [erased]'); END;

CREATE TRIGGER book_delete BEFORE DELETE ON book
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER incident_delete BEFORE DELETE ON incident
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER pinned_delete BEFORE DELETE ON pinned
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER evidence_delete BEFORE DELETE ON evidence
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER event_delete BEFORE DELETE ON event
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;
CREATE TRIGGER cause_change_delete BEFORE DELETE ON cause_change
BEGIN SELECT RAISE(ABORT, 'the record is append-only'); END;

CREATE VIEW timeline AS
SELECT i.name AS incident, e.seq,
    strftime('%Y-%m-%dT%H:%M:%fZ', e.at / 1000.0, 'unixepoch') AS at,
    strftime('%Y-%m-%dT%H:%M:%fZ', e.recorded_at / 1000.0, 'unixepoch') AS recorded_at,
    e.actor, e.kind, e.step, e.value,
    CASE v.codec
        WHEN 'plain' THEN CAST(v.bytes AS TEXT)
        WHEN 'zstd' THEN '[compressed: see ruleout log]'
        WHEN 'erased' THEN '[erased]'
    END AS evidence,
    e.source, e.took_ms
FROM event e
JOIN incident i ON i.id = e.incident
LEFT JOIN evidence v ON v.digest = e.evidence
ORDER BY e.incident, e.seq;

-- Every cause that ever moved, as it stands now.
CREATE VIEW board AS
SELECT i.name AS incident, c.cause, c.to_state AS state, c.reason, c.seq,
    strftime('%Y-%m-%dT%H:%M:%fZ', e.at / 1000.0, 'unixepoch') AS since, c.incident AS incident_id
FROM cause_change c
JOIN incident i ON i.id = c.incident
JOIN event e ON e.incident = c.incident AND e.seq = c.seq
WHERE NOT EXISTS (SELECT 1 FROM cause_change later
                  WHERE later.incident = c.incident AND later.cause = c.cause
                      AND later.seq > c.seq);

CREATE VIEW ruled_out AS
SELECT incident, cause, reason, since FROM board WHERE state = 'ruled_out'
ORDER BY incident_id, seq;

CREATE VIEW confirmed AS
SELECT incident, cause, reason, since FROM board WHERE state = 'confirmed'
ORDER BY incident_id, seq;
