//! A store that writes nothing: every call that is no read is refused before it is sent.

use aws_sdk_dynamodb::Client;
use aws_sdk_dynamodb::config::interceptors::BeforeSerializationInterceptorContextRef;
use aws_sdk_dynamodb::config::{ConfigBag, Intercept};
use aws_sdk_dynamodb::error::BoxError;
use aws_sdk_dynamodb::operation::batch_get_item::BatchGetItemInput;
use aws_sdk_dynamodb::operation::get_item::GetItemInput;
use aws_sdk_dynamodb::operation::query::QueryInput;

use crate::Store;

#[derive(Debug)]
struct RefuseWrites;

impl Intercept for RefuseWrites {
    fn name(&self) -> &'static str {
        "RefuseWrites"
    }

    fn read_before_execution(&self, context: &BeforeSerializationInterceptorContextRef<'_>, _: &mut ConfigBag) -> Result<(), BoxError> {
        let input = context.input();
        let reads = input.downcast_ref::<GetItemInput>().is_some()
            || input.downcast_ref::<BatchGetItemInput>().is_some()
            || input.downcast_ref::<QueryInput>().is_some();
        if reads { Ok(()) } else { Err("a rehearsal writes nothing".into()) }
    }
}

impl Store {
    /// The same store for a rehearsal.
    #[must_use]
    pub fn only_reading(&self) -> Self {
        let config = self.client.config().to_builder().interceptor(RefuseWrites).build();
        Self { client: Client::from_conf(config), ..self.clone() }
    }
}
