//! Codes for a forgotten password and for a new address, and how many may be sent (table `sessions`).

use aws_sdk_dynamodb::error::ProvideErrorMetadata as _;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValue, ReturnValuesOnConditionCheckFailure};
use foyer_domain::address::Address;
use foyer_domain::id::AccountId;
use foyer_domain::identity::LoginName;
use foyer_domain::identity::reset::{CODE_LIFE, Limit, TRIES};
use foyer_domain::time::Timestamp;
use serde::{Deserialize, Serialize};

use crate::entity::{number, read};
use crate::meter::{InWaves as _, Spend};
use crate::{Clash, Commit, Entity, Key, Store, StoreError, Table};

/// The newest code that was asked for with a login name, whether or not an account has the name.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct ResetCode {
    /// The name.
    #[serde(deserialize_with = "foyer_domain::identity::login_name::kept::login")]
    pub login: LoginName,
    /// The code's hash.
    pub phc: String,
    /// How often a code was compared with it.
    pub tries: u32,
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
    /// How often a code was compared with it.
    pub tries: u32,
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

impl Store {
    /// Takes one of so many within a time; `false` if they are used up.
    pub async fn take(&self, limit: Limit, what: &str, now: Timestamp) -> Result<bool, StoreError> {
        self.meter.call("dynamodb:UpdateItem", Table::Sessions);
        let key = Key::attempts(&limit.counter(), what);
        let update = || {
            self.client
                .update_item()
                .table_name(self.tables.name(Table::Sessions))
                .set_key(Some(key.item()))
                .expression_attribute_values(":one", AttributeValue::N("1".into()))
                .expression_attribute_values(":until", AttributeValue::N((now + limit.within).as_second().to_string()))
                .return_consumed_capacity(ReturnConsumedCapacity::Total)
        };
        let outcome = update()
            .update_expression("ADD attempts :one SET expires = if_not_exists(expires, :until)")
            .condition_expression("attribute_not_exists(expires) OR (expires > :now AND attempts < :most)")
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .expression_attribute_values(":most", AttributeValue::N(limit.most.to_string()))
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .noted(&self.meter)
            .await;
        let error = match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                return Ok(true);
            }
            Err(error) => error,
        };
        let Some(UpdateItemError::ConditionalCheckFailedException(failed)) = error.as_service_error() else {
            return Err(error.into());
        };
        let expired = failed.item().and_then(|row| number(row, "expires")).unwrap_or(0);
        if i64::try_from(expired).is_ok_and(|expired| expired > now.as_second()) {
            return Ok(false);
        }
        // The time is over; of many that find it so, one begins anew, and the others wait for the next.
        let anew = update()
            .update_expression("SET attempts = :one, expires = :until")
            .condition_expression("expires = :expired")
            .expression_attribute_values(":expired", AttributeValue::N(expired.to_string()))
            .send()
            .noted(&self.meter)
            .await;
        match anew {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                Ok(true)
            }
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(false),
            Err(error) => Err(error.into()),
        }
    }

    /// Takes one try at the code of `login`: gives it, or nothing where there is none, or none that may still be
    /// tried. The try is taken before anything is compared, so fifty at once are at most five.
    pub async fn try_reset_code(&self, login: &LoginName, now: Timestamp) -> Result<Option<ResetCode>, StoreError> {
        self.try_code(&Key::reset_code(login), now).await
    }

    /// The same for the code that an account asked for, to have another address.
    pub async fn try_address_code(&self, account: AccountId, now: Timestamp) -> Result<Option<AddressCode>, StoreError> {
        self.try_code(&Key::address_code(account), now).await
    }

    async fn try_code<T: Entity>(&self, key: &Key, now: Timestamp) -> Result<Option<T>, StoreError> {
        self.meter.call("dynamodb:UpdateItem", Table::Sessions);
        let outcome = self
            .client
            .update_item()
            .table_name(self.tables.name(Table::Sessions))
            .set_key(Some(key.item()))
            .update_expression("ADD tries :one")
            .condition_expression("tries < :most AND expires > :now")
            .expression_attribute_values(":one", AttributeValue::N("1".into()))
            .expression_attribute_values(":most", AttributeValue::N(TRIES.to_string()))
            .expression_attribute_values(":now", AttributeValue::N(now.as_second().to_string()))
            .return_values(ReturnValue::AllNew)
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .send()
            .noted(&self.meter)
            .await;
        match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                let code = answer.attributes.map(read::<T>).transpose()?;
                Ok(code.map(|code| code.value))
            }
            Err(error) if error.code() == Some("ConditionalCheckFailedException") => Ok(None),
            Err(error) => Err(error.into()),
        }
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
