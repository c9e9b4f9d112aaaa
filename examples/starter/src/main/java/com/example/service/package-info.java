/// Orders: placed, then shipped or cancelled. Who is late is reminded.
@NullMarked
package com.example.service;

import org.jspecify.annotations.NullMarked;
