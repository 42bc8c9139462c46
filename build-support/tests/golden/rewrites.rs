// types::Rows
/// The schema `Rows` of the contract.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Rows {
    /// The property `alone`.
    pub alone: Base,
    /// The property `null_or_base`.
    pub null_or_base: ::std::option::Option<Base>,
    /// The property `words`.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub words: Nullable<Base>,
    /// The property `date`.
    pub date: OrText<NaiveDate>,
    /// The property `dates`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub dates: ::std::option::Option<Vec<OrText<DateTime<Utc>>>>,
    /// The property `placed`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub placed: ::std::option::Option<RowsPlaced>,
    /// The property `same`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub same: ::std::option::Option<RowsPlaced>,
    /// The property `uri_map`.
    ///
    /// The server's default: `x`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub uri_map: ::std::option::Option<Map<String, Value>>,
    /// The property `numbers`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub numbers: ::std::option::Option<f64>,
    /// The property `words_and_numbers`.
    #[serde(default, skip_serializing_if = "Nullable::is_absent")]
    pub words_and_numbers: Nullable<RowsWordsAndNumbers>,
    /// The property `checks`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub checks: ::std::option::Option<RowsChecks>,
    /// The property `conflict`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub conflict: ::std::option::Option<Value>,
    /// The property `small`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub small: ::std::option::Option<i8>,
    /// The property `filter`.
    #[serde(skip_serializing_if = "::std::option::Option::is_none")]
    pub filter: ::std::option::Option<Filter>,
    /// The property The value "", escaped as in Rust..
    #[serde(rename = "", skip_serializing_if = "::std::option::Option::is_none")]
    pub empty: ::std::option::Option<String>,
    /// The property `Option`.
    #[serde(
        rename = "Option",
        skip_serializing_if = "::std::option::Option::is_none"
    )]
    pub option: ::std::option::Option<Option>,
    /// The property `self`.
    #[serde(rename = "self", skip_serializing_if = "::std::option::Option::is_none")]
    pub self_: ::std::option::Option<String>,
    /// The property `Self`.
    #[serde(rename = "Self", skip_serializing_if = "::std::option::Option::is_none")]
    pub self2: ::std::option::Option<String>,
}

impl Rows {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(
        alone: impl Into<Base>,
        null_or_base: impl Into<::std::option::Option<Base>>,
        date: impl Into<OrText<NaiveDate>>,
    ) -> Self {
        Self {
            alone: alone.into(),
            null_or_base: null_or_base.into(),
            words: Nullable::Absent,
            date: date.into(),
            dates: None,
            placed: None,
            same: None,
            uri_map: None,
            numbers: None,
            words_and_numbers: Nullable::Absent,
            checks: None,
            conflict: None,
            small: None,
            filter: None,
            empty: None,
            option: None,
            self_: None,
            self2: None,
        }
    }

    /// The property `words`.
    ///
    /// `None` leaves it out; [`clear_words`](Self::clear_words) sends null.
    pub fn words<M>(mut self, words: impl IntoOption<Base, M>) -> Self {
        self.words = codegen::absent_or(words.into_option());
        self
    }

    /// Sends null as `words`: what the API has there is cleared.
    pub fn clear_words(mut self) -> Self {
        self.words = Nullable::Null;
        self
    }

    /// The property `dates`.
    pub fn dates<M>(
        mut self,
        dates: impl IntoList<OrText<DateTime<Utc>>, M>,
    ) -> Self {
        self.dates = dates.into_list();
        self
    }

    /// The property `placed`.
    pub fn placed<M>(mut self, placed: impl IntoOption<RowsPlaced, M>) -> Self {
        self.placed = placed.into_option();
        self
    }

    /// The property `same`.
    pub fn same<M>(mut self, same: impl IntoOption<RowsPlaced, M>) -> Self {
        self.same = same.into_option();
        self
    }

    /// The property `uri_map`.
    ///
    /// The server's default: `x`.
    pub fn uri_map<M>(
        mut self,
        uri_map: impl IntoOption<Map<String, Value>, M>,
    ) -> Self {
        self.uri_map = uri_map.into_option();
        self
    }

    /// The property `numbers`.
    pub fn numbers<M>(mut self, numbers: impl IntoOption<f64, M>) -> Self {
        self.numbers = numbers.into_option();
        self
    }

    /// The property `words_and_numbers`.
    ///
    /// `None` leaves it out; [`clear_words_and_numbers`](Self::clear_words_and_numbers)
    /// sends null.
    pub fn words_and_numbers<M>(
        mut self,
        words_and_numbers: impl IntoOption<RowsWordsAndNumbers, M>,
    ) -> Self {
        self.words_and_numbers = codegen::absent_or(words_and_numbers.into_option());
        self
    }

    /// Sends null as `words_and_numbers`: what the API has there is cleared.
    pub fn clear_words_and_numbers(mut self) -> Self {
        self.words_and_numbers = Nullable::Null;
        self
    }

    /// The property `checks`.
    pub fn checks<M>(mut self, checks: impl IntoOption<RowsChecks, M>) -> Self {
        self.checks = checks.into_option();
        self
    }

    /// The property `conflict`.
    pub fn conflict<M>(mut self, conflict: impl IntoOption<Value, M>) -> Self {
        self.conflict = conflict.into_option();
        self
    }

    /// The property `small`.
    pub fn small<M>(mut self, small: impl IntoOption<i8, M>) -> Self {
        self.small = small.into_option();
        self
    }

    /// The property `filter`.
    pub fn filter<M>(mut self, filter: impl IntoOption<Filter, M>) -> Self {
        self.filter = filter.into_option();
        self
    }

    /// The property The value "", escaped as in Rust..
    pub fn empty<M>(mut self, empty: impl IntoOption<String, M>) -> Self {
        self.empty = empty.into_option();
        self
    }

    /// The property `Option`.
    pub fn option<M>(mut self, option: impl IntoOption<Option, M>) -> Self {
        self.option = option.into_option();
        self
    }

    /// The property `self`.
    pub fn self_<M>(mut self, self_: impl IntoOption<String, M>) -> Self {
        self.self_ = self_.into_option();
        self
    }

    /// The property `Self`.
    pub fn self2<M>(mut self, self2: impl IntoOption<String, M>) -> Self {
        self.self2 = self2.into_option();
        self
    }
}

impl codegen::Check for Rows {
    fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
        at.property("numbers").check(&self.numbers, &codegen::Bounds::new())?;
        at.property("filter").check(&self.filter, &codegen::Bounds::new())?;
        Ok(())
    }
}

// types::Filter
union! {
    /// The schema `Filter` of the contract.
    pub enum Filter {
        /// One of the forms of this value.
        FilterExpression(FilterExpression),
        /// A member that has a name so long that the line is broken.
        AMemberThatHasANameSoLongThatTheLineIsBroken(
            FilterAMemberThatHasANameSoLongThatTheLineIsBroken,
        ),
    }
}

impl From<f64> for Filter {
    fn from(value: f64) -> Self {
        Self::FilterExpression(value.into())
    }
}

impl From<FilterExpressionNot> for Filter {
    fn from(value: FilterExpressionNot) -> Self {
        Self::FilterExpression(value.into())
    }
}

impl codegen::Check for Filter {
    fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
        if let Self::FilterExpression(it) = self {
            at.check(it, &codegen::Bounds::new())?;
        }

        Ok(())
    }
}

// types::FilterExpression
union! {
    /// The schema `FilterExpression` of the contract.
    pub enum FilterExpression {
        /// A number.
        Number(f64),
        /// Not.
        Not(FilterExpressionNot),
    }
}

impl codegen::Check for FilterExpression {
    fn check(&self, _: &codegen::Bounds, at: &codegen::Place) -> codegen::Checked {
        match self {
            Self::Number(it) => {
                at.check(it, &codegen::Bounds::new())?;
            }
            Self::Not(it) => {
                at.check(it, &codegen::Bounds::new())?;
            }
            _ => {}
        }

        Ok(())
    }
}

// types::RowsPlaced
/// A part of the contract that has no description.
#[derive(Deserialize, Serialize, Clone, Debug, Default, PartialEq)]
#[non_exhaustive]
pub struct RowsPlaced {
    /// The property `again`.
    #[serde(default, skip_serializing_if = "::std::option::Option::is_none")]
    pub again: ::std::option::Option<Box<RowsPlaced>>,
}

impl RowsPlaced {
    /// Makes a value of what is required; setters add the rest.
    pub fn new() -> Self {
        Self { again: None }
    }

    /// The property `again`.
    pub fn again<M>(mut self, again: impl IntoOption<Box<RowsPlaced>, M>) -> Self {
        self.again = again.into_option();
        self
    }
}

// types::BaseKind
open_enum! {
    /// A part of the contract that has no description.
    pub enum BaseKind {
        /// `cat`
        Cat = "cat",
        /// `dog`
        Dog = "dog",
    }
}

// types::Base
/// The schema `Base` of the contract.
#[derive(Deserialize, Serialize, Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct Base {
    /// The property `kind`.
    pub kind: BaseKind,
    /// Properties that the contract does not list, as received.
    #[serde(flatten)]
    pub extra: Map<String, Value>,
}

impl Base {
    /// Makes a value of what is required; setters add the rest.
    pub fn new(kind: impl Into<BaseKind>) -> Self {
        Self {
            kind: kind.into(),
            extra: Default::default(),
        }
    }
}

impl From<BaseKind> for Base {
    fn from(value: BaseKind) -> Self {
        Self::new(value)
    }
}
