//! The tables, and what they are called in a deployment.

/// The tables: one per area, the sessions, the audit, and what is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Table {
    /// Accounts and login names.
    Identity,
    /// Tenants, organisations, contacts, requests.
    Directory,
    /// Queues and tickets.
    Tickets,
    /// Staff.
    Agents,
    /// Deliveries.
    Notifications,
    /// Sessions and login attempts.
    Sessions,
    /// What was done, for ever.
    Audit,
    /// What is found as one types; made of the others, and rebuilt on demand.
    Finds,
}

impl Table {
    /// All tables.
    pub const ALL: [Self; 8] =
        [Self::Identity, Self::Directory, Self::Tickets, Self::Agents, Self::Notifications, Self::Sessions, Self::Audit, Self::Finds];

    /// The tables that hold outboxes.
    pub const WITH_OUTBOX: [Self; 3] = [Self::Identity, Self::Directory, Self::Tickets];

    /// The variable that holds the table's name in a function's environment.
    pub fn variable(self) -> &'static str {
        match self {
            Self::Identity => "TABLE_IDENTITY",
            Self::Directory => "TABLE_DIRECTORY",
            Self::Tickets => "TABLE_TICKETS",
            Self::Agents => "TABLE_AGENTS",
            Self::Notifications => "TABLE_NOTIFICATIONS",
            Self::Sessions => "TABLE_SESSIONS",
            Self::Audit => "TABLE_AUDIT",
            Self::Finds => "TABLE_FINDS",
        }
    }
}

/// The tables' names in one deployment.
#[derive(Debug, Clone)]
pub struct Tables([String; 8]);

impl Tables {
    /// Takes each table's name from `lookup`, which is given the variable of [`Table::variable`]; the
    /// error is the variable that is missing.
    pub fn from_lookup(lookup: impl Fn(&str) -> Option<String>) -> Result<Self, &'static str> {
        let mut names = <[String; 8]>::default();
        for (name, table) in names.iter_mut().zip(Table::ALL) {
            *name = lookup(table.variable()).ok_or(table.variable())?;
        }
        Ok(Self(names))
    }

    /// The name of `table`.
    pub fn name(&self, table: Table) -> &str {
        &self.0[table as usize]
    }
}
