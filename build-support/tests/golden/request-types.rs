// types::NewItem
/// What an item is made of.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct NewItem {
    /// Shown to buyers.
    pub name: String,
    /// Outer measures.
    pub size: Size,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl NewItem {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(name: impl Into<String>, size: impl Into<Size>) -> Self {
        Self {
            name: name.into(),
            size: size.into(),
            extra: Default::default(),
        }
    }
}

impl codegen::Check for NewItem {
    fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
        at.property("size").check(&self.size, &codegen::Bounds::new())?;
        Ok(())
    }
}

// types::Size
/// Outer measures.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Size {
    /// In millimetres.
    pub width: f64,
}

impl Size {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(width: impl Into<f64>) -> Self {
        Self { width: width.into() }
    }
}

impl From<f64> for Size {
    fn from(value: f64) -> Self {
        Self::new(value)
    }
}

impl codegen::Check for Size {
    fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
        at.property("width").check(&self.width, &codegen::Bounds::new())?;
        Ok(())
    }
}
