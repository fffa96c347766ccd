//! Codes for a forgotten password and for a new address (table `sessions`).

use aws_sdk_dynamodb::types::{AttributeValue, ReturnValue};
use foyer_domain::address::Address;
use foyer_domain::id::AccountId;
use foyer_domain::identity::LoginName;
use foyer_domain::identity::reset::{CODE_LIFE, TRIES, TRIES_OF_ALL};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::conditional::{Written, is_marked};
use crate::entity::number;
use crate::item::Item;
use crate::key::digest;
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table};

/// The newest code that was asked for with a login name, whether or not an account has the name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResetCode {
    /// The name.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    pub login: LoginName,
    /// The code's hash.
    pub phc: String,
    /// How often a code was compared with it, from wherever; how often from each source stands beside it.
    pub tries: u32,
    /// The digest of the network that it was asked for from; `None` in rows from before this was kept.
    #[serde(default)]
    pub asked_from: Option<String>,
    /// When it was asked for.
    pub at: Timestamp,
}

impl Entity for ResetCode {
    const KIND: &'static str = "reset_code";
    const TABLE: Table = Table::Sessions;

    fn key(&self) -> Key {
        Key::reset_code(&self.login)
    }

    fn expires(&self) -> Option<i64> {
        Some((self.at + CODE_LIFE).as_second())
    }
}

/// The newest code that an account asked for, to have another address.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct AddressCode {
    /// The account.
    pub account_id: AccountId,
    /// The address that the code was sent to.
    #[serde(deserialize_with = "foyer_domain::address::kept::address")]
    pub address: Address,
    /// The code's hash.
    pub phc: String,
    /// How often a code was compared with it, from wherever; how often from each source stands beside it.
    pub tries: u32,
    /// The digest of the network that it was asked for from; `None` in rows from before this was kept.
    #[serde(default)]
    pub asked_from: Option<String>,
    /// When it was asked for.
    pub at: Timestamp,
}

impl Entity for AddressCode {
    const KIND: &'static str = "address_code";
    const TABLE: Table = Table::Sessions;

    fn key(&self) -> Key {
        Key::address_code(self.account_id)
    }

    fn expires(&self) -> Option<i64> {
        Some((self.at + CODE_LIFE).as_second())
    }
}

/// What is kept of the network that a code is asked for from.
pub fn asked_from(network: &str) -> String {
    digest(network)
}

impl Store {
    /// Takes one try from `network` at the code of `login`: gives it, or nothing where there is none, or none that may
    /// still be tried from there. The try is taken before anything is compared, so fifty at once are at most five.
    ///
    /// Who tries wrong codes voids it for himself: each source has its tries, and so many sources together have theirs.
    /// The source that asked for the code has its own whatever those did. `by` is who tries, another for each try: a call
    /// whose answer was lost is made again, and finds that it took its try already.
    pub async fn try_reset_code(
        &self,
        login: &LoginName,
        network: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<Option<ResetCode>, StoreError> {
        self.try_code(&Key::reset_code(login), network, by, now).await
    }

    /// The same for the code that an account asked for, to have another address.
    pub async fn try_address_code(
        &self,
        account: AccountId,
        network: &str,
        by: &str,
        now: Timestamp,
    ) -> Result<Option<AddressCode>, StoreError> {
        self.try_code(&Key::address_code(account), network, by, now).await
    }

    async fn try_code<T: Entity>(&self, key: &Key, network: &str, by: &str, now: Timestamp) -> Result<Option<T>, StoreError> {
        let from = asked_from(network);
        let trying = self
            .update_of(Table::Sessions, key)
            .update_expression("ADD tries :one, #from :one SET taker = :by")
            .condition_expression(
                "expires > :now AND (attribute_not_exists(#from) OR #from < :most) AND (asked_from = :from OR tries < :all) \
                 AND (attribute_not_exists(taker) OR taker <> :by)",
            )
            .expression_attribute_names("#from", format!("tries_{}", &from[..16]))
            .expression_attribute_values(":from", AttributeValue::S(from))
            .expression_attribute_values(":by", AttributeValue::S(by.to_owned()))
            .expression_attribute_values(":all", AttributeValue::N(TRIES_OF_ALL.to_string()))
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":most", AttributeValue::N(TRIES.to_string()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values(ReturnValue::AllNew);
        let alive = |row: &Item| number(row, "expires").and_then(|at| i64::try_from(at).ok()).is_some_and(|at| at > now.as_second());
        let row = match self.write_if(Table::Sessions, trying).await? {
            Written::Done(row) => Some(row),
            Written::Not(row) => Some(row).filter(|row| is_marked(row, "taker", by) && alive(row)),
        };
        row.map(|row| self.needed::<T>(row).map(|code| code.value)).transpose()
    }
}

impl Commit {
    /// Uses a code up: of many who know it, one.
    pub fn use_reset_code(self, code: &ResetCode) -> Self {
        self.remove_if(Table::Sessions, &code.key(), ("phc", &code.phc), Clash::CodeUsed)
    }

    /// The same for the code of a new address.
    pub fn use_address_code(self, code: &AddressCode) -> Self {
        self.remove_if(Table::Sessions, &code.key(), ("phc", &code.phc), Clash::CodeUsed)
    }

    /// Voids the code of a login name, whether or not there is one.
    pub fn void_reset_code(self, login: &LoginName) -> Self {
        self.remove(Table::Sessions, &Key::reset_code(login))
    }
}
