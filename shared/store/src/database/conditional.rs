//! Writes of one row on a condition. The SDK makes a call again whose answer was lost: what was done the first time is
//! found then, and must not be taken for somebody else's. So whoever counts or claims something leaves his mark in the
//! row, another for each act.

use aws_sdk_dynamodb::operation::put_item::PutItemError;
use aws_sdk_dynamodb::operation::update_item::UpdateItemError;
use aws_sdk_dynamodb::operation::update_item::builders::UpdateItemFluentBuilder;
use aws_sdk_dynamodb::types::{AttributeValue, ReturnConsumedCapacity, ReturnValuesOnConditionCheckFailure};

use crate::item::Item;
use crate::meter::{InWaves as _, Spend};
use crate::{Key, Store, StoreError, Table};

/// How a conditional write went.
#[derive(Debug)]
pub(crate) enum Written {
    /// It is done; what of the row was asked for.
    Done(Item),
    /// The condition did not hold; the row as it is, empty if there is none.
    Not(Item),
}

/// Whether this act left its mark in a row.
pub(crate) fn is_marked(row: &Item, attribute: &str, by: &str) -> bool {
    matches!(row.get(attribute), Some(AttributeValue::S(mark)) if mark == by)
}

impl Store {
    /// An update of a row, to be sent by [`Store::write_if`].
    pub(crate) fn update_of(&self, table: Table, key: &Key) -> UpdateItemFluentBuilder {
        self.client.update_item().table_name(self.tables.name(table)).set_key(Some(key.item()))
    }

    /// Sends an update that has a condition.
    pub(crate) async fn write_if(&self, table: Table, update: UpdateItemFluentBuilder) -> Result<Written, StoreError> {
        self.meter.call("dynamodb:UpdateItem", table);
        let outcome = update
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .noted(&self.meter)
            .await;
        match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                Ok(Written::Done(answer.attributes.unwrap_or_default()))
            }
            Err(error) => match error.as_service_error() {
                Some(UpdateItemError::ConditionalCheckFailedException(failed)) => Ok(Written::Not(failed.item.clone().unwrap_or_default())),
                _ => Err(error.into()),
            },
        }
    }

    /// Writes a row if `condition` holds of the one that is there; `false` if it does not. A row that is there already as
    /// it should be was written by this very call, or says the same.
    pub(crate) async fn put_if(&self, table: Table, item: Item, condition: &str, version: Option<u64>) -> Result<bool, StoreError> {
        self.meter.call("dynamodb:PutItem", table);
        let outcome = self
            .client
            .put_item()
            .table_name(self.tables.name(table))
            .set_item(Some(item.clone()))
            .condition_expression(condition)
            .set_expression_attribute_values(version.map(|v| Item::from([(":version".into(), AttributeValue::N(v.to_string()))])))
            .return_consumed_capacity(ReturnConsumedCapacity::Total)
            .return_values_on_condition_check_failure(ReturnValuesOnConditionCheckFailure::AllOld)
            .send()
            .noted(&self.meter)
            .await;
        match outcome {
            Ok(answer) => {
                self.meter.add(Spend::Write, answer.consumed_capacity());
                Ok(true)
            }
            Err(error) => match error.as_service_error() {
                Some(PutItemError::ConditionalCheckFailedException(failed)) => Ok(failed.item.as_ref() == Some(&item)),
                _ => Err(error.into()),
            },
        }
    }
}
