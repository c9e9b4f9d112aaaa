@NullMarked
package com.acme.parcels;

import org.jspecify.annotations.NullMarked;
