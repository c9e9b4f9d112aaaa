/// Parcels and couriers. `Parcel` and `Courier` decide, `Dispatch` and `Labelling` react,
/// `ParcelRow` is seen, and `ParcelService` declares them as one service. The other classes are its
/// edges: the HTTP routes, the query of the view, and the functions that Lambda runs.
@NullMarked
package com.acme.parcels;

import org.jspecify.annotations.NullMarked;
