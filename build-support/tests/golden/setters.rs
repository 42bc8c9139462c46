// builder::FindItems::name
/// Part of the name.
///
/// Length: 1 to 20 characters.
pub fn name<M>(
    mut self,
    name: impl TryIntoOption<types::FindItemsName, M>,
) -> Self {
    self.name = codegen::optional("name", name);
    self
}

// builder::FindItems::limit
/// Items in a page.
///
/// Range: 1 to 100. The server's default: `25`.
pub fn limit<M>(mut self, limit: impl TryIntoOption<i64, M>) -> Self {
    self.limit = codegen::checked(
        codegen::Place::Parameter("limit"),
        codegen::optional("limit", limit),
        &codegen::Bounds::new().integers(1..=100),
    );

    self
}

// builder::FindItems::offset
/// Items to skip.
///
/// Range: at least 0.
pub fn offset<M>(mut self, offset: impl TryIntoOption<i64, M>) -> Self {
    self.offset = codegen::checked(
        codegen::Place::Parameter("offset"),
        codegen::optional("offset", offset),
        &codegen::Bounds::new().integers(0..),
    );

    self
}

// builder::FindItems::depth
/// How deep to look.
///
/// Range: at most 3.
pub fn depth<M>(mut self, depth: impl TryIntoOption<i64, M>) -> Self {
    self.depth = codegen::checked(
        codegen::Place::Parameter("depth"),
        codegen::optional("depth", depth),
        &codegen::Bounds::new().integers(..=3),
    );

    self
}
