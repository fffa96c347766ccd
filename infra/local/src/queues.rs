//! The queues: what SQS does, in a file as durable as the database (`docs/decisions/0003-local-queues.md`).
//! How far the pumps got in the streams and schedules is kept here too.

use std::sync::{Mutex, MutexGuard, PoisonError};

use foyer_domain::time::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};

use crate::LocalError;
use crate::data::{Data, QUEUES};
use crate::template::Queue;

const SCHEMA: &str = "
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    queue TEXT NOT NULL,
    body TEXT NOT NULL,
    visible_at INTEGER NOT NULL,
    receives INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX message_by_queue ON message (queue, visible_at);
CREATE TABLE position (reader TEXT PRIMARY KEY, position TEXT NOT NULL);";

/// However much waits, those are found at once that were received too often. It came after the tables.
const INDEX: &str = "CREATE INDEX IF NOT EXISTS message_by_receives ON message (queue, receives)";

/// All queues.
#[derive(Debug)]
pub struct Queues(Mutex<Connection>);

/// A message in a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// Its id.
    pub id: i64,
    /// What it says.
    pub body: String,
    /// How often it was received.
    pub receives: u32,
}

impl Queues {
    pub(crate) fn open(data: &Data) -> Result<Self, LocalError> {
        let connection = data.sqlite(QUEUES, SCHEMA)?;
        connection.execute_batch(INDEX)?;
        Ok(Self(Mutex::new(connection)))
    }

    /// Closes the file, so that another system may open it. Whatever is asked afterwards fails.
    pub(crate) fn close(&self) -> Result<(), LocalError> {
        *self.connection() = Connection::open_in_memory()?;
        Ok(())
    }

    /// Puts messages, each into a queue given by its ARN: all of them or none.
    pub fn put(&self, messages: &[(&str, &str)], now: Timestamp) -> Result<(), LocalError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        for (queue, body) in messages {
            let row = params![queue, body, now.as_millisecond()];
            transaction.execute("INSERT INTO message (queue, body, visible_at) VALUES (?1, ?2, ?3)", row)?;
        }
        Ok(transaction.commit()?)
    }

    /// Takes up to `limit` visible messages, those that became visible first, and hides them for the queue's visibility
    /// timeout. One that was received as often as it may be goes to the dead letters instead.
    ///
    /// Nothing is hidden for longer than that, so what is was hidden before the clock was put back, and is visible.
    pub fn receive(&self, queue: &Queue, limit: usize, now: Timestamp) -> Result<Vec<Message>, LocalError> {
        let mut connection = self.connection();
        if !holds(&connection, queue)? {
            return Ok(Vec::new());
        }
        let transaction = connection.transaction()?;
        let (now, later) = (now.as_millisecond(), (now + queue.visibility).as_millisecond());
        if let Some((dead_letters, times)) = &queue.dead_letters {
            let exhausted = "UPDATE message INDEXED BY message_by_receives SET queue = ?1, visible_at = ?2
                WHERE queue = ?3 AND receives >= ?4 AND (visible_at <= ?2 OR visible_at > ?5)";
            transaction.execute(exhausted, params![dead_letters, now, queue.arn, times, later])?;
        }
        let mut taken = take(&transaction, queue, "visible_at <= ?3", now, later, limit)?;
        let left = limit - taken.len();
        taken.extend(take(&transaction, queue, "visible_at > ?3", later, later, left)?);
        transaction.commit()?;
        Ok(taken)
    }

    /// Removes messages that were handled.
    pub fn delete(&self, ids: &[i64]) -> Result<(), LocalError> {
        let mut connection = self.connection();
        let transaction = connection.transaction()?;
        for id in ids {
            transaction.execute("DELETE FROM message WHERE id = ?1", [id])?;
        }
        Ok(transaction.commit()?)
    }

    /// The messages of a queue, hidden ones too.
    pub fn messages(&self, queue: &str) -> Result<Vec<Message>, LocalError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT id, body, receives FROM message WHERE queue = ?1 ORDER BY id")?;
        let rows = select.query_map([queue], message)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// How far a reader got, if it began.
    pub(crate) fn position(&self, reader: &str) -> Result<Option<String>, LocalError> {
        let connection = self.connection();
        let mut select = connection.prepare_cached("SELECT position FROM position WHERE reader = ?1")?;
        Ok(select.query_row([reader], |row| row.get(0)).optional()?)
    }

    /// Notes how far a reader got.
    pub(crate) fn set_position(&self, reader: &str, position: &str) -> Result<(), LocalError> {
        let set = "INSERT INTO position (reader, position) VALUES (?1, ?2) ON CONFLICT (reader) DO UPDATE SET position = ?2";
        self.connection().execute(set, [reader, position])?;
        Ok(())
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Whether a queue holds anything: what is asked most often, and without a write.
fn holds(connection: &Connection, queue: &Queue) -> rusqlite::Result<bool> {
    connection.prepare_cached("SELECT 1 FROM message WHERE queue = ?1 LIMIT 1")?.exists([&queue.arn])
}

/// Takes up to `limit` messages that are visible by `bound`, and hides them until `later`. It reads no others, however
/// many there are.
fn take(connection: &Connection, queue: &Queue, visible: &str, bound: i64, later: i64, limit: usize) -> rusqlite::Result<Vec<Message>> {
    let select =
        format!("SELECT id FROM message INDEXED BY message_by_queue WHERE queue = ?2 AND {visible} ORDER BY visible_at, id LIMIT ?4");
    let update = format!("UPDATE message SET receives = receives + 1, visible_at = ?1 WHERE id IN ({select}) RETURNING id, body, receives");
    let mut take = connection.prepare_cached(&update)?;
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    take.query_map(params![later, queue.arn, bound, limit], message)?.collect()
}

fn message(row: &rusqlite::Row<'_>) -> rusqlite::Result<Message> {
    Ok(Message { id: row.get(0)?, body: row.get(1)?, receives: row.get(2)? })
}

#[cfg(test)]
mod tests {
    use foyer_domain::time::SignedDuration;

    use super::*;

    fn queue() -> Queue {
        Queue { arn: "jobs".into(), visibility: SignedDuration::from_secs(60), dead_letters: Some(("dead".into(), 2)) }
    }

    fn bodies(messages: &[Message]) -> Vec<&str> {
        messages.iter().map(|message| message.body.as_str()).collect()
    }

    #[test]
    fn a_received_message_is_hidden_then_comes_again_then_is_dead() {
        let queues = Queues::open(&Data::Memory).unwrap();
        let start = Timestamp::UNIX_EPOCH;
        queues.put(&[("jobs", "a"), ("jobs", "b"), ("other", "c")], start).unwrap();
        assert_eq!(bodies(&queues.receive(&queue(), 1, start).unwrap()), ["a"]);
        assert_eq!(bodies(&queues.receive(&queue(), 10, start).unwrap()), ["b"]);
        assert!(queues.receive(&queue(), 10, start + SignedDuration::from_secs(59)).unwrap().is_empty());
        let again = queues.receive(&queue(), 10, start + SignedDuration::from_secs(60)).unwrap();
        assert_eq!(bodies(&again), ["a", "b"]);
        queues.delete(&[again[1].id]).unwrap();
        assert!(queues.receive(&queue(), 10, start + SignedDuration::from_secs(120)).unwrap().is_empty());
        assert_eq!(bodies(&queues.messages("dead").unwrap()), ["a"]);
        assert!(queues.messages("jobs").unwrap().is_empty());
        assert_eq!(bodies(&queues.messages("other").unwrap()), ["c"]);
    }

    #[expect(clippy::disallowed_methods, reason = "the time that receiving takes is what is measured")]
    fn moment() -> std::time::Instant {
        std::time::Instant::now()
    }

    /// How long it takes to put, receive and remove a few messages.
    fn turn(queues: &Queues, now: Timestamp) -> std::time::Duration {
        let began = moment();
        for _ in 0..20 {
            queues.put(&[("jobs", "a")], now).unwrap();
            let taken = queues.receive(&queue(), 1, now).unwrap();
            queues.delete(&[taken[0].id]).unwrap();
        }
        began.elapsed()
    }

    // Events that come faster than they are delivered for a while cost no more each: with all that waits read for each
    // batch it is more than a hundred times. They take turns, so that whatever else the machine does falls on both alike.
    #[test]
    fn what_waits_does_not_make_receiving_slower() {
        let (few, many) = (Queues::open(&Data::Memory).unwrap(), Queues::open(&Data::Memory).unwrap());
        let now = Timestamp::UNIX_EPOCH;
        few.put(&vec![("jobs", "a"); 10], now).unwrap();
        many.put(&vec![("jobs", "a"); 20_000], now).unwrap();
        let (mut short, mut long) = (Vec::new(), Vec::new());
        for _ in 0..15 {
            short.push(turn(&few, now));
            long.push(turn(&many, now));
        }
        short.sort_unstable();
        long.sort_unstable();
        assert!(long[7] < short[7] * 3, "{:?} with 20,000 messages, {:?} with 10", long[7], short[7]);
    }

    #[test]
    fn what_was_hidden_before_the_clock_was_put_back_is_visible() {
        let queues = Queues::open(&Data::Memory).unwrap();
        let start = Timestamp::UNIX_EPOCH + SignedDuration::from_hours(2);
        queues.put(&[("jobs", "a"), ("jobs", "b")], start).unwrap();
        assert_eq!(bodies(&queues.receive(&queue(), 1, start).unwrap()), ["a"]);
        let earlier = start - SignedDuration::from_hours(1);
        assert_eq!(bodies(&queues.receive(&queue(), 10, earlier).unwrap()), ["a", "b"]);
        assert!(queues.receive(&queue(), 10, earlier + SignedDuration::from_secs(59)).unwrap().is_empty());
        assert_eq!(bodies(&queues.receive(&queue(), 10, earlier + SignedDuration::from_secs(60)).unwrap()), ["b"]);
        assert_eq!(bodies(&queues.messages("dead").unwrap()), ["a"]);
    }

    #[test]
    fn positions_and_messages_survive_and_a_second_process_is_refused() {
        let dir = tempfile::tempdir().unwrap();
        let data = Data::Dir(dir.path().join("new"));
        let queues = Queues::open(&data).unwrap();
        queues.put(&[("jobs", "a")], Timestamp::UNIX_EPOCH).unwrap();
        queues.set_position("reader", "1").unwrap();
        queues.set_position("reader", "2").unwrap();
        assert!(Queues::open(&data).unwrap_err().to_string().contains("another process"));
        drop(queues);
        let queues = Queues::open(&data).unwrap();
        assert_eq!(bodies(&queues.messages("jobs").unwrap()), ["a"]);
        assert_eq!(queues.position("reader").unwrap().as_deref(), Some("2"));
        assert_eq!(queues.position("stranger").unwrap(), None);
    }

    #[test]
    fn files_of_another_version_or_no_files_at_all_are_refused_with_a_reason() {
        let dir = tempfile::tempdir().unwrap();
        let data = Data::Dir(dir.path().to_owned());
        drop(Queues::open(&data).unwrap());
        let connection = Connection::open(dir.path().join("queues.sqlite")).unwrap();
        connection.execute_batch("PRAGMA user_version = 99").unwrap();
        drop(connection);
        assert!(matches!(Queues::open(&data), Err(LocalError::OtherVersion { .. })));
        std::fs::write(dir.path().join("queues.sqlite"), "not a database, but long enough to be told from an empty one".repeat(50))
            .unwrap();
        assert!(matches!(Queues::open(&data), Err(LocalError::Data { .. })));
        std::fs::write(dir.path().join("file"), "").unwrap();
        assert!(matches!(Queues::open(&Data::Dir(dir.path().join("file"))), Err(LocalError::Data { .. })));
    }
}
