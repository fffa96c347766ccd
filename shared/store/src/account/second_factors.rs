//! Second factors (table `identity`), and enrolments that are not confirmed (table `sessions`: they expire).

use foyer_domain::id::AccountId;
use foyer_domain::identity::SecondFactor;
use foyer_domain::identity::second_factor::Enrolment;

use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table, Versioned};

impl Entity for SecondFactor {
    const KIND: &'static str = "second_factor";
    const TABLE: Table = Table::Identity;

    fn key(&self) -> Key {
        Key::second_factor(self.account_id)
    }
}

impl Entity for Enrolment {
    const KIND: &'static str = "enrolment";
    const TABLE: Table = Table::Sessions;

    fn key(&self) -> Key {
        Key::enrolment(self.account_id)
    }

    fn expires(&self) -> Option<i64> {
        Some(self.ends().as_second())
    }
}

impl Store {
    /// The second factor of an account.
    pub async fn second_factor(&self, account: AccountId) -> Result<Option<Versioned<SecondFactor>>, StoreError> {
        self.get(&Key::second_factor(account)).await
    }

    /// The enrolment that an account began.
    pub async fn enrolment(&self, account: AccountId) -> Result<Option<Versioned<Enrolment>>, StoreError> {
        self.get(&Key::enrolment(account)).await
    }
}

impl Commit {
    /// Keeps that a code was used: of many who use it at once, one.
    pub fn use_second_factor(self, read: &Versioned<SecondFactor>, next: &SecondFactor) -> Self {
        self.replace_or(read, next, Clash::CodeUsed)
    }

    /// Ends a second factor, unless a code of it was used since it was read.
    pub fn end_second_factor(self, read: &Versioned<SecondFactor>) -> Self {
        self.remove_read(read, Clash::CodeUsed)
    }

    /// Ends an enrolment.
    pub fn end_enrolment(self, account: AccountId) -> Self {
        self.remove(Table::Sessions, &Key::enrolment(account))
    }
}
