//! The number of a ticket that people read out on the phone 工单号: the code of the queue that it was first
//! submitted to, and the number that this queue gave it.
//!
//! It costs nothing to allocate, since a submission takes a number from its queue anyway, and it stays when
//! the ticket moves to another queue.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::unicode::{digit, identifier, is_dash};

/// Names a queue within its tenant, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct QueueCode(pub u32);

/// A ticket's number, like `2-0042`: unique in its tenant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct TicketNumber {
    /// The code of the queue that it was first submitted to.
    pub queue: QueueCode,
    /// What that queue gave it, counted from 1.
    pub number: u64,
}

/// The text is no number of a ticket.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("must be a ticket number like 2-0042")]
pub struct NotANumber;

impl TicketNumber {
    /// The number of a ticket that took `number`, counted from 0, from the queue with this code.
    pub fn new(queue: QueueCode, number: u64) -> Self {
        Self { queue, number: number + 1 }
    }

    /// The number that the queue gave out, counted from 0.
    pub fn of_queue(self) -> u64 {
        self.number - 1
    }
}

impl fmt::Display for TicketNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-{:04}", self.queue.0, self.number)
    }
}

impl From<TicketNumber> for String {
    fn from(number: TicketNumber) -> Self {
        number.to_string()
    }
}

impl TryFrom<String> for TicketNumber {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl FromStr for TicketNumber {
    type Err = NotANumber;

    /// As people type or paste it: with any hyphen, in the digits of any script, with or without the zeros.
    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let typed: String = identifier(text).chars().map(|c| if is_dash(c) { '-' } else { digit(c) }).collect();
        let (queue, number) = typed.split_once('-').ok_or(NotANumber)?;
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        let (queue, number) = (queue.trim(), number.trim());
        if !digits(queue) || !digits(number) {
            return Err(NotANumber);
        }
        let queue = queue.parse().map_err(|_| NotANumber)?;
        let number = number.parse().ok().filter(|number| *number > 0).ok_or(NotANumber)?;
        Ok(Self { queue: QueueCode(queue), number })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_written_in_one_way_and_read_in_several() {
        let number = TicketNumber::new(QueueCode(2), 41);
        assert_eq!((number.to_string().as_str(), number.of_queue()), ("2-0042", 41));
        for typed in ["2-0042", " 2-42 ", "2－0042", "2 — 42", "2\u{2011}42", "2−0042", "\u{202a}2-0042\u{202c}", "٢-٤٢"] {
            assert_eq!(typed.parse(), Ok(number), "{typed}");
        }
        assert_eq!(TicketNumber::new(QueueCode(1), 12_344).to_string(), "1-12345");
        for wrong in ["", "2", "2-", "-42", "2-0", "a-1", "2-+4", "2-4-2", "1-99999999999999999999999"] {
            assert_eq!(wrong.parse::<TicketNumber>(), Err(NotANumber), "{wrong}");
        }
    }
}
