//! Columns by name and type. The schema was checked before, so a missing one is a data set of another version.

use arrow::array::{
    Array, ArrowPrimitiveType, AsArray, BooleanArray, Int32Array, ListArray, PrimitiveArray, RecordBatch, StringArray,
};
use arrow::datatypes::{Float32Type, Int32Type};

use crate::error::{Error, Result};

/// The rows of one article in one table.
pub(super) struct Columns<'a>(pub &'a RecordBatch);

impl<'a> Columns<'a> {
    pub fn len(&self) -> usize {
        self.0.num_rows()
    }

    pub fn text(&self, name: &str) -> Result<&'a StringArray> {
        self.any(name)?.as_string_opt().ok_or_else(|| missing(name))
    }

    pub fn int(&self, name: &str) -> Result<&'a Int32Array> {
        self.primitive::<Int32Type>(name)
    }

    pub fn float(&self, name: &str) -> Result<&'a PrimitiveArray<Float32Type>> {
        self.primitive(name)
    }

    pub fn bool(&self, name: &str) -> Result<&'a BooleanArray> {
        self.any(name)?.as_boolean_opt().ok_or_else(|| missing(name))
    }

    pub fn list(&self, name: &str) -> Result<&'a ListArray> {
        self.any(name)?.as_list_opt().ok_or_else(|| missing(name))
    }

    fn primitive<T: ArrowPrimitiveType>(&self, name: &str) -> Result<&'a PrimitiveArray<T>> {
        self.any(name)?.as_primitive_opt().ok_or_else(|| missing(name))
    }

    fn any(&self, name: &str) -> Result<&'a dyn Array> {
        self.0.column_by_name(name).map(|column| column.as_ref()).ok_or_else(|| missing(name))
    }
}

fn missing(name: &str) -> Error {
    let error = Error::failed(format!("a table has no column {name} of the type this version writes"));
    error.help("verify with the version of Quotient that wrote the data set; dataset.json names it")
}

/// The value, unless it is null.
pub(super) fn text(column: &StringArray, row: usize) -> Option<&str> {
    column.is_valid(row).then(|| column.value(row))
}

pub(super) fn int(column: &Int32Array, row: usize) -> Option<i32> {
    column.is_valid(row).then(|| column.value(row))
}
