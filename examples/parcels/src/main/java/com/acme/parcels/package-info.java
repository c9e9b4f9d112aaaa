/// Parcels and couriers. `Parcel` and `Courier` are the entities, `Dispatch` and `Labelling` the
/// processes, and `ParcelRow` is the row of the view. `ParcelService` declares them as one service.
/// The other classes are the HTTP routes, the query of the view, and the Lambda functions.
@NullMarked
package com.acme.parcels;

import org.jspecify.annotations.NullMarked;
