// builder::AddContacts::send
/// Sends the request.
///
/// # Errors
///
/// See [`Client::add_contacts`](super::Client::add_contacts); a value that a setter
/// could not take is reported here, before anything is sent.
pub async fn send(self) -> Result<Response<()>, Error> {
    self.client
        .runtime
        .call(&operation::ADD_CONTACTS)
        .options(self.options)
        .json(
            codegen::checked(
                codegen::Place::Body,
                self.body,
                &codegen::Bounds::new(),
            ),
        )
        .send_empty()
        .await
}

// builder::FindContacts::ids
/// Any of these.
///
/// Items: at most 2.
pub fn ids<M>(mut self, ids: impl IntoList<String, M>) -> Self {
    self.ids = codegen::checked(
        codegen::Place::Parameter("ids"),
        codegen::checked(
            codegen::Place::Parameter("ids"),
            codegen::optional_list(ids),
            &codegen::Bounds::new().items(..=2),
        ),
        &codegen::Bounds::new().each(&codegen::Bounds::new().pattern("^c\\d+$")),
    );

    self
}

// builder::FindContacts::ratio
/// The parameter `ratio`.
///
/// Range: more than 0 and at most 1.
pub fn ratio<M>(mut self, ratio: impl TryIntoOption<f64, M>) -> Self {
    self.ratio = codegen::checked(
        codegen::Place::Parameter("ratio"),
        codegen::optional("ratio", ratio),
        &codegen::Bounds::new()
            .numbers((
                ::std::ops::Bound::Excluded(0.0),
                ::std::ops::Bound::Included(1.0),
            )),
    );

    self
}

// builder::FindContacts::near
/// The parameter `near`.
///
/// Properties: at least 1.
pub fn near<M>(
    mut self,
    near: impl TryIntoOption<types::FindContactsNear, M>,
) -> Self {
    self.near = codegen::checked(
        codegen::Place::Parameter("near"),
        codegen::optional("near", near),
        &codegen::Bounds::new(),
    );

    self
}

// builder::FindContacts::round
/// The parameter `round`.
///
/// Range: at most 100. Multiples of 10.
pub fn round<M>(mut self, round: impl TryIntoOption<i64, M>) -> Self {
    self.round = codegen::checked(
        codegen::Place::Parameter("round"),
        codegen::optional("round", round),
        &codegen::Bounds::new().integers(..=100),
    );

    self
}

// builder::FindContacts::words
/// The parameter `words`.
///
/// No item twice.
pub fn words<M>(
    mut self,
    words: impl IntoList<types::FindContactsWordsItem, M>,
) -> Self {
    self.words = codegen::checked(
        codegen::Place::Parameter("words"),
        codegen::optional_list(words),
        &codegen::Bounds::new(),
    );

    self
}

// types::FindContactsCode::from_str
fn from_str(value: &str) -> Result<Self, ConversionError> {
    codegen::checked_text(value, &codegen::Bounds::new().pattern("^z"))?;
    codegen::checked_text(value, &codegen::Bounds::new().length(..=3))?;
    Ok(Self(value.to_owned()))
}

// types::NewContacts::check
fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
    at.property("contacts")
        .check(&self.contacts, &codegen::Bounds::new().items(1..=3))?;
    at.property("colours")
        .check(&self.colours, &codegen::Bounds::new().items(..=2))?;
    at.property("tree").check(&self.tree, &codegen::Bounds::new())?;
    Ok(())
}

// types::Contact::check
fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
    at.property("phone").check(&self.phone, &codegen::Bounds::new())?;
    at.property("name")
        .check(&self.name, &codegen::Bounds::new().length(1..=4))?;
    at.property("age")
        .check(&self.age, &codegen::Bounds::new().integers(0..=149))?;
    at.property("weight")
        .check(
            &self.weight,
            &codegen::Bounds::new()
                .numbers((
                    ::std::ops::Bound::Excluded(0.0),
                    ::std::ops::Bound::Included(300.5),
                )),
        )?;
    at.property("tags")
        .check(
            &self.tags,
            &codegen::Bounds::new().each(&codegen::Bounds::new().length(..=3)),
        )?;
    at.property("notes")
        .check(&self.notes, &codegen::Bounds::new().items(..=2))?;
    at.property("notes")
        .check(
            &self.notes,
            &codegen::Bounds::new().each(&codegen::Bounds::new().length(1..)),
        )?;
    at.property("way").check(&self.way, &codegen::Bounds::new())?;
    Ok(())
}

// types::Phone::check
fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
    at.check(&self.0, &codegen::Bounds::new().pattern("^\\+[1-9]\\d{6,14}$"))?;
    Ok(())
}

// types::Tree::check
fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
    at.property("size")
        .check(&self.size, &codegen::Bounds::new().integers(1..))?;
    at.property("branches").check(&self.branches, &codegen::Bounds::new())?;
    Ok(())
}

// types::Way
union! {
    /// The schema `Way` of the contract.
    pub enum Way {
        /// Text.
        ///
        /// Length: at most 5 characters.
        String(String),
        /// One of the forms of this value.
        Phone(Phone),
        /// One of the forms of this value.
        Colour(Colour),
    }
}

impl codegen::Check for Way {
    fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
        match self {
            Self::String(it) => {
                at.check(it, &codegen::Bounds::new().length(..=5))?;
            }
            Self::Phone(it) => {
                at.check(it, &codegen::Bounds::new())?;
            }
            Self::Colour(it) => {
                at.check(it, &codegen::Bounds::new())?;
            }
            _ => {}
        }

        Ok(())
    }
}
