//! Every SMS and email that was sent, for the messages page. They have left the system, so they stand in
//! a file of their own: what is searched for secrets in the clear is everything but this one.

use std::sync::{Mutex, MutexGuard, PoisonError};

use foyer_domain::address::Channel;
use foyer_domain::time::Timestamp;
use rusqlite::{Connection, params};
use serde::Serialize;

use crate::LocalError;
use crate::data::{Data, MESSAGES};

const SCHEMA: &str = "
CREATE TABLE message (
    id INTEGER PRIMARY KEY AUTOINCREMENT,
    channel TEXT NOT NULL,
    recipient TEXT NOT NULL,
    subject TEXT,
    body TEXT NOT NULL,
    at INTEGER NOT NULL
);";

/// Everybody's phone and mailbox.
#[derive(Debug)]
pub(crate) struct Mailbox(Mutex<Connection>);

/// A message that was sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Message {
    /// Its id.
    pub id: String,
    /// SMS or email.
    pub channel: Channel,
    /// The phone number or the address.
    pub to: String,
    /// The subject of an email.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What it says.
    pub text: String,
    /// When.
    pub at: Timestamp,
}

impl Mailbox {
    pub(crate) fn open(data: &Data) -> Result<Self, LocalError> {
        Ok(Self(Mutex::new(data.sqlite(MESSAGES, SCHEMA)?)))
    }

    /// Closes the file, so that another system may open it. Whatever is asked afterwards fails.
    pub(crate) fn close(&self) -> Result<(), LocalError> {
        *self.connection() = Connection::open_in_memory()?;
        Ok(())
    }

    /// Keeps a message; gives its id.
    pub(crate) fn keep(&self, channel: Channel, to: &str, subject: Option<&str>, text: &str, at: Timestamp) -> Result<String, LocalError> {
        let connection = self.connection();
        let insert = "INSERT INTO message (channel, recipient, subject, body, at) VALUES (?1, ?2, ?3, ?4, ?5)";
        connection.execute(insert, params![name(channel), to, subject, text, at.as_millisecond()])?;
        Ok(id(channel, connection.last_insert_rowid()))
    }

    /// The messages, newest first, up to `limit`.
    pub(crate) fn messages(&self, limit: u32) -> Result<Vec<Message>, LocalError> {
        let connection = self.connection();
        let mut select =
            connection.prepare_cached("SELECT id, channel, recipient, subject, body, at FROM message ORDER BY id DESC LIMIT ?1")?;
        let rows = select.query_map([limit], |row| {
            let channel = if row.get_ref(1)?.as_str()? == name(Channel::Sms) { Channel::Sms } else { Channel::Email };
            let at = Timestamp::from_millisecond(row.get(5)?).unwrap_or_default();
            Ok(Message { id: id(channel, row.get(0)?), channel, to: row.get(2)?, subject: row.get(3)?, text: row.get(4)?, at })
        })?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    fn connection(&self) -> MutexGuard<'_, Connection> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn name(channel: Channel) -> &'static str {
    match channel {
        Channel::Sms => "sms",
        Channel::Email => "email",
    }
}

fn id(channel: Channel, row: i64) -> String {
    format!("{}-{row}", name(channel))
}
