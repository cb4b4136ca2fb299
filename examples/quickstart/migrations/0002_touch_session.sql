-- migrate:up
-- A bookmark counts as work on its session. The semicolons inside belong to the trigger.
CREATE TRIGGER bookmarks_touch_session AFTER INSERT ON bookmarks
BEGIN
  UPDATE sessions SET updated_at = strftime('%Y-%m-%dT%H:%M:%fZ', 'now') WHERE id = new.session_id;
END;

-- migrate:down
DROP TRIGGER bookmarks_touch_session;
